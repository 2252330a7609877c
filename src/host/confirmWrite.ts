import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import type { ConfirmWrite, RefusedItem, WriteAction, WriteIntent, WriteItem } from '../core/directory/write';
import type { Notifier } from './notify';

/** Names listed in a question; the rest is counted. */
const MAX_NAMES = 15;
const MAX_REASONS = 5;

interface Question {
  readonly message: string;
  readonly accept: string;
}

const question = (message: string, accept: string): Question => ({ message, accept });

function questionOfOne({ action, tenant, integrationName }: WriteItem): Question {
  const place = tenant.name;
  const name = oneLine(integrationName, 60);
  switch (action) {
    case 'create':
      return question(vscode.l10n.t('Create “{0}” in {1}?', name, place), vscode.l10n.t('Create in {0}', place));
    case 'enable':
      return question(vscode.l10n.t('Enable “{0}” in {1}?', name, place), vscode.l10n.t('Enable in {0}', place));
    case 'disable':
      return question(vscode.l10n.t('Disable “{0}” in {1}?', name, place), vscode.l10n.t('Disable in {0}', place));
    case 'undo':
      return question(
        vscode.l10n.t('Undo the last change to “{0}” in {1}?', name, place),
        vscode.l10n.t('Undo in {0}', place),
      );
    case 'update':
      return question(vscode.l10n.t('Save changes to “{0}” in {1}?', name, place), vscode.l10n.t('Save in {0}', place));
  }
}

/** @param place a tenant, or the number of tenants. */
function questionOfMany(action: WriteAction | undefined, count: number, place: string): Question {
  switch (action) {
    case 'create':
      return question(
        vscode.l10n.t('Create {0} integrations in {1}?', count, place),
        vscode.l10n.t('Create {0}', count),
      );
    case 'enable':
      return question(
        vscode.l10n.t('Enable {0} integrations in {1}?', count, place),
        vscode.l10n.t('Enable {0}', count),
      );
    case 'disable':
      return question(
        vscode.l10n.t('Disable {0} integrations in {1}?', count, place),
        vscode.l10n.t('Disable {0}', count),
      );
    case 'undo':
      return question(
        vscode.l10n.t('Undo the last changes to {0} integrations in {1}?', count, place),
        vscode.l10n.t('Undo {0}', count),
      );
    case 'update':
      return question(
        vscode.l10n.t('Save changes to {0} integrations in {1}?', count, place),
        vscode.l10n.t('Save {0}', count),
      );
    case undefined:
      return question(
        vscode.l10n.t('Make {0} changes in {1}?', count, place),
        vscode.l10n.t('Make {0} Changes', count),
      );
  }
}

function tenantNames(items: readonly WriteItem[]): readonly string[] {
  const tenants = new Map(items.map(({ tenant }) => [`${tenant.accountId}/${tenant.tenantId}`, tenant.name]));
  return [...tenants.values()].map((name) => oneLine(name, 60));
}

/** Up to a number of them, and how many more there are. */
function capped(lines: readonly string[], max = MAX_NAMES): readonly string[] {
  const rest = lines.length > max ? [vscode.l10n.t('and {0} more', lines.length - max)] : [];
  return [...lines.slice(0, max), ...rest];
}

function listed(items: readonly WriteItem[]): readonly string[] {
  return capped(
    items.map(({ integrationName, tenant }) =>
      vscode.l10n.t('{0} in {1}', oneLine(integrationName, 60), oneLine(tenant.name, 60)),
    ),
  );
}

/** What is refused, below the reasons: they name the tenant, or the integration. */
function skipped(refused: readonly RefusedItem[]): readonly string[] {
  if (refused.length === 0) return [];
  const reasons = new Set(refused.map(({ reason }) => oneLine(reason, 200)));
  return ['', vscode.l10n.t('Skipped:'), ...capped([...reasons], MAX_REASONS), ...listed(refused)];
}

function questionOf({ items, refused, notes }: WriteIntent): Question & { readonly detail: string } {
  const [only, ...others] = items;
  const production = items.filter(({ isProduction }) => isProduction);
  if (only && others.length === 0 && refused.length === 0 && only.isProduction) {
    const detail = vscode.l10n.t('{0} is marked as production. Live calls may use this integration.', only.tenant.name);
    return { ...questionOfOne(only), detail: [detail, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n') };
  }
  const actions = new Set(items.map(({ action }) => action));
  const places = tenantNames(items);
  const [place] = places;
  const asked =
    only && others.length === 0
      ? questionOfOne(only)
      : questionOfMany(
          actions.size === 1 ? only?.action : undefined,
          items.length,
          places.length === 1 && place !== undefined ? place : vscode.l10n.t('{0} tenants', places.length),
        );
  const warning =
    production.length === 0 ? [] : [vscode.l10n.t('Production: {0}', capped(tenantNames(production)).join(', ')), ''];
  return {
    ...asked,
    detail: [...warning, ...(notes.length > 0 ? [...notes, ''] : []), ...listed(items), ...skipped(refused)].join('\n'),
  };
}

/** The question before a write: a modal that names the tenants, production ones apart, and in its button what it does. */
export function createConfirmWrite(notify: Notifier): ConfirmWrite {
  return async (intent) => {
    const { message, detail, accept } = questionOf(intent);
    return notify.confirm(message, detail, accept);
  };
}
