import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { formatSecretReference, type SecretReference } from '../core/base/secretReference';
import { integrationType } from '../core/catalog/registry';
import type { ApplyOutcome } from '../core/plan/apply';
import { demandedReferences, type FieldChange, type PlannedChange, type PlanTotals } from '../core/plan/model';
import type { ReadBack } from '../core/plan/readBack';
import { actionLabel, outcomeDetail, outcomeLabel, readBackLabel } from '../core/plan/report';
import { COMMANDS } from '../host/commandIds';
import { valueText } from './documents';
import type { ChangesNode, Row } from './node';
import type { PlanState } from './planState';

const SPINNER = { theme: 'loading~spin' } as const;

/** A name inside a row or a sentence. */
const MAX_NAME = 80;

/** Joins what is said of a row, without what is not there. */
export function spoken(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

function outcomeIcon(
  { kind }: ApplyOutcome,
  readBack: ReadBack | undefined,
): Extract<Row['icon'], { readonly theme: string }> {
  if (readBack && readBack !== 'same') return { theme: 'warning', color: 'list.warningForeground' };
  switch (kind) {
    case 'done':
    case 'nothingToDo':
      return { theme: 'pass', color: 'testing.iconPassed' };
    case 'conflict':
    case 'missingSecret':
      return { theme: 'warning', color: 'list.warningForeground' };
    case 'unclear':
      return { theme: 'question', color: 'list.warningForeground' };
    case 'canceled':
      return { theme: 'circle-slash' };
    case 'refused':
    case 'failed':
      return { theme: 'error', color: 'list.errorForeground' };
  }
}

/** How many fields an update changes; of the other kinds the letter says all. */
function fieldCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 field') : vscode.l10n.t('{0} fields', count);
}

function missingTexts(change: PlannedChange): readonly string[] {
  const demanded = demandedReferences(change);
  const kept = change.missing.filter((reference) => !demanded.includes(reference));
  const names = (references: readonly SecretReference[]): string => references.map(formatSecretReference).join(', ');
  return [
    ...(demanded.length > 0 ? [vscode.l10n.t('asks for {0}', names(demanded))] : []),
    ...(kept.length > 0 ? [vscode.l10n.t('{0} has no value here and stays as it is', names(kept))] : []),
  ];
}

function plannedText(change: PlannedChange): string {
  const { action, cannot, fields } = change;
  if (cannot) return cannot.message;
  // Such rows stand together, apart from their tenants.
  if (action === 'nothing' && fields.length === 0) return change.tenantName;
  const labels = fields.map(({ label }) => oneLine(label, 40)).join(', ');
  const what = action === 'update' ? labels : actionLabel(change).toLocaleLowerCase(vscode.env.language);
  return [what, ...missingTexts(change)].join(' · ');
}

function outcomeText(outcome: ApplyOutcome, readBack: ReadBack | undefined): string {
  const text = [outcomeLabel(outcome), outcomeDetail(outcome)].filter((part) => part !== '').join(': ');
  return readBack ? `${text} · ${readBackLabel(readBack).toLocaleLowerCase(vscode.env.language)}` : text;
}

/** The command of a row that opens something; Enter and a click run it. */
export function opens(node: ChangesNode): vscode.Command {
  return { command: COMMANDS.openChange, title: vscode.l10n.t('Open Change'), arguments: [{ id: node.id }] };
}

export function changeRow(node: ChangesNode, state: PlanState, change: PlannedChange): Row {
  const outcome = state.outcome(change.id);
  const readBack = state.readBack(change.id);
  const isBusy = state.isBusy(change.id);
  const isOpen = state.isOpen(change.id);
  const isTicked = state.isTicked(change.id);
  const description = isBusy
    ? vscode.l10n.t('applying…')
    : outcome
      ? [outcomeText(outcome, readBack), ...(change.cannot ? [change.cannot.message] : [])].join(' · ')
      : plannedText(change);
  const { action, fields, name, tenantName } = change;
  return {
    label: name,
    description,
    icon: isBusy
      ? SPINNER
      : outcome
        ? outcomeIcon(outcome, readBack)
        : { type: integrationType(change.desired.type).icon },
    accessibilityLabel: spoken(
      actionLabel(change),
      vscode.l10n.t('{0} in {1}', oneLine(name, MAX_NAME), oneLine(tenantName, MAX_NAME)),
      action === 'update' ? fieldCount(fields.length) : undefined,
      change.cannot?.message,
      ...missingTexts(change),
      outcome && !isBusy ? outcomeText(outcome, readBack) : undefined,
      isBusy ? description : undefined,
      isOpen && !state.isApplying ? (isTicked ? vscode.l10n.t('selected') : vscode.l10n.t('not selected')) : undefined,
    ),
    tooltip: `${actionLabel(change)}: ${vscode.l10n.t('{0} in {1}', name, tenantName)}\n${description}`,
    context: `change;${action};${isOpen ? 'open' : 'closed'}`,
    expands: fields.length > 0 ? 'closed' : 'no',
    sign: action,
    ...(isOpen && !state.isApplying ? { isTicked } : {}),
    ...(node.pair ? { command: opens(node) } : {}),
  };
}

function secretText(secret: NonNullable<FieldChange['secret']>): string {
  switch (secret) {
    case 'same':
      return vscode.l10n.t('same secret');
    case 'different':
      return vscode.l10n.t('different secret');
    case 'unknown':
      return vscode.l10n.t('unknown whether the same secret');
    case 'new':
      return vscode.l10n.t('new secret');
    case 'cleared':
      return vscode.l10n.t('secret is cleared');
  }
}

export function fieldRow(node: ChangesNode, change: PlannedChange, field: FieldChange): Row {
  const { label, before, after, secret } = field;
  const short = (value: FieldChange['before']): string => oneLine(valueText(value), 100);
  const description = secret
    ? secretText(secret)
    : change.action === 'create'
      ? short(after)
      : `${short(before)} → ${short(after)}`;
  return {
    label,
    description,
    icon: { theme: secret ? 'key' : 'symbol-field' },
    accessibilityLabel:
      secret || change.action === 'create'
        ? spoken(label, description)
        : spoken(label, vscode.l10n.t('from {0} to {1}', short(before), short(after))),
    tooltip: `${label}: ${description}`,
    context: 'field',
    expands: 'no',
    ...(node.pair ? { command: opens(node) } : {}),
  };
}

/** Totals in words, those that are zero left out: “2 to create · 1 not possible”. */
export function totalsText(totals: PlanTotals): string {
  const parts: readonly (readonly [number, string])[] = [
    [totals.create, vscode.l10n.t('{0} to create', totals.create)],
    [totals.update, vscode.l10n.t('{0} to update', totals.update)],
    [totals.enable, vscode.l10n.t('{0} to enable', totals.enable)],
    [totals.disable, vscode.l10n.t('{0} to disable', totals.disable)],
    [totals.cannot, vscode.l10n.t('{0} not possible', totals.cannot)],
    [totals.nothing, vscode.l10n.t('{0} without a change', totals.nothing)],
  ];
  const shown = parts.filter(([count]) => count > 0).map(([, text]) => text);
  if (shown.length > 0 && totals.nothing === Object.values(totals).reduce((sum, count) => sum + count, 0))
    shown.unshift(vscode.l10n.t('Nothing to do'));
  return shown.length > 0 ? shown.join(' · ') : vscode.l10n.t('Nothing was planned.');
}
