import * as vscode from 'vscode';
import type { SecretReference } from '../core/base/secretReference';
import type { MemorySecrets } from '../core/operations/memorySecrets';
import type { Services } from '../host/services';

/** Saved secrets that have the old value, by name. Each is read and compared in memory. */
async function savedWith({ namedSecrets }: Services, old: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await namedSecrets.list()) if ((await namedSecrets.get(name)) === old) found.push(name);
  return found;
}

/** What was rotated, and how many of the integrations that were found still hold the old value. */
interface Rotated {
  readonly old: SecretReference;
  readonly fresh: SecretReference;
  readonly holding: number;
}

/**
 * After a rotation: offers to give the new value to the saved secrets that still have the old one. Files that refer to them
 * would set the old value again.
 * @throws UserError where the keyring fails.
 */
export async function offerToReplaceSaved(
  services: Services,
  secrets: MemorySecrets,
  { old, fresh, holding }: Rotated,
): Promise<void> {
  const { namedSecrets, notify } = services;
  const before = await secrets.value(old);
  const names = before === undefined ? [] : await savedWith(services, before);
  if (before === undefined || names.length === 0) return;
  const replace = names.length === 1 ? vscode.l10n.t('Replace Saved Secret') : vscode.l10n.t('Replace Saved Secrets');
  const offer = vscode.l10n.t(
    'Still saved with the old value: {0}. Files that refer to it would set that value again.',
    names.join(', '),
  );
  const rest = holding > 0 ? ` ${vscode.l10n.t('Integrations that still hold it: {0}.', holding)}` : '';
  const answer = await notify.info(`${offer}${rest}`, replace);
  if (answer !== replace) return;
  const value = await secrets.value(fresh);
  if (value === undefined) {
    await notify.warn(vscode.l10n.t('The new value is no longer in memory. Replace it in Manage Secrets.'));
    return;
  }
  // The offer may have stood for long, so a secret that was replaced or deleted since stays as it is.
  const replaced: string[] = [];
  for (const name of names) {
    if ((await namedSecrets.get(name)) !== before) continue;
    await namedSecrets.set(name, value);
    replaced.push(name);
  }
  const left = names.filter((name) => !replaced.includes(name));
  const told = [
    ...(replaced.length > 0 ? [vscode.l10n.t('Replaced: {0}.', replaced.join(', '))] : []),
    ...(left.length > 0 ? [vscode.l10n.t('Changed meanwhile and left alone: {0}.', left.join(', '))] : []),
  ];
  await notify.info(told.join(' '));
}
