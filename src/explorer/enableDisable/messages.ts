import * as vscode from 'vscode';
import { ApiError } from '../../core/api/error';
import { UserError } from '../../core/base/errors';
import { isCancellation } from '../../host/notify';
import type { ItemResult } from './batch';
import { oneLine } from '../../core/base/displayText';

/** Names listed in a question; the rest is counted. */
const NAMED = 15;

/** One integration as a batch speaks of it. */
export interface Named {
  readonly name: string;
  readonly tenantName: string;
}

/** What stands in the question before several are changed. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly accept: string;
}

function inPlace({ name, tenantName }: Named, max: number): string {
  return vscode.l10n.t('{0} in {1}', oneLine(name, max), tenantName);
}

function listed(items: readonly Named[]): readonly string[] {
  const rest = items.length > NAMED ? [vscode.l10n.t('and {0} more', items.length - NAMED)] : [];
  return [...items.slice(0, NAMED).map((item) => inPlace(item, 60)), ...rest];
}

function messageOf(targets: readonly Named[], active: boolean): string {
  const tenants = new Set(targets.map(({ tenantName }) => tenantName));
  const [tenant] = tenants;
  const place = tenants.size === 1 && tenant !== undefined ? tenant : vscode.l10n.t('{0} tenants', tenants.size);
  const [only] = targets;
  if (only && targets.length === 1) {
    const name = oneLine(only.name, 60);
    return active
      ? vscode.l10n.t('Enable “{0}” in {1}?', name, place)
      : vscode.l10n.t('Disable “{0}” in {1}?', name, place);
  }
  return active
    ? vscode.l10n.t('Enable {0} integrations in {1}?', targets.length, place)
    : vscode.l10n.t('Disable {0} integrations in {1}?', targets.length, place);
}

/**
 * The question before several are changed.
 * @param production names of the tenants among them that are marked so.
 * @param leftOut what was chosen too, but cannot be changed: read-only, or inherited.
 */
export function questionOf(
  targets: readonly Named[],
  active: boolean,
  production: readonly string[],
  leftOut: readonly Named[],
): Question {
  const warning = production.length === 0 ? [] : [vscode.l10n.t('Production: {0}', production.join(', ')), ''];
  const rest =
    leftOut.length === 0
      ? []
      : ['', vscode.l10n.t('Left out, as they are read-only or inherited:'), ...listed(leftOut)];
  const accept = active ? vscode.l10n.t('Enable {0}', targets.length) : vscode.l10n.t('Disable {0}', targets.length);
  return { message: messageOf(targets, active), detail: [...warning, ...listed(targets), ...rest].join('\n'), accept };
}

export function progressTitle(targets: readonly Named[], active: boolean): string {
  const [only] = targets;
  if (only && targets.length === 1) {
    const name = oneLine(only.name, 60);
    return active ? vscode.l10n.t('Enabling “{0}”', name) : vscode.l10n.t('Disabling “{0}”', name);
  }
  return active
    ? vscode.l10n.t('Enabling {0} integrations', targets.length)
    : vscode.l10n.t('Disabling {0} integrations', targets.length);
}

/** How many of all are as they were wanted. */
export function countedWords(results: readonly ItemResult<Named>[], active: boolean): string {
  const done = results.filter(({ outcome }) => outcome === 'done').length;
  const [only] = results;
  if (only && results.length === 1 && done === 1) {
    const name = oneLine(only.item.name, 60);
    return active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name);
  }
  return active
    ? vscode.l10n.t('Enabled {0} of {1} integrations.', done, results.length)
    : vscode.l10n.t('Disabled {0} of {1} integrations.', done, results.length);
}

function lineOf(result: ItemResult<Named>): string {
  const item = inPlace(result.item, 120);
  if (result.outcome === 'done') return `✓ ${item}`;
  if (result.outcome === 'notTried') return `– ${vscode.l10n.t('{0}: not tried', item)}`;
  const { error } = result;
  // Cancelled under way: the request may have arrived, unless it is known that it did not.
  if (isCancellation(error))
    return error instanceof ApiError && !error.noEffect
      ? `? ${vscode.l10n.t('{0}: may have been changed', item)}`
      : `– ${vscode.l10n.t('{0}: not tried', item)}`;
  return `✗ ${item}: ${error instanceof UserError ? error.message : vscode.l10n.t('failed, see the log')}`;
}

/** What became of each, one a line. */
export function reportOf(results: readonly ItemResult<Named>[], active: boolean): string {
  return [countedWords(results, active), '', ...results.map(lineOf), ''].join('\n');
}
