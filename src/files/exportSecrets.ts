import { readableValue } from '../core/directory/hiddenKeys';
import type { IntegrationRef } from '../core/directory/model';
import type { Services } from '../host/services';
import { targetsReferring, type ExportedFile } from './exportWriter';

/** A secret that an exported file names, and where its value is stored now. */
export interface UnsavedSecret {
  readonly name: string;
  readonly property: string;
  readonly storedIn: IntegrationRef;
}

/** The named secrets that exported files refer to and that have no value on this machine, each once. */
export async function unsavedSecrets(
  { namedSecrets }: Services,
  files: readonly ExportedFile[],
): Promise<readonly UnsavedSecret[]> {
  const saved = new Set(await namedSecrets.list());
  const found = new Map<string, UnsavedSecret>();
  for (const { references, group } of files) {
    for (const placed of references) {
      const { source, name } = placed.reference;
      if (source !== 'secret' || saved.has(name) || found.has(name)) continue;
      const [stored] = targetsReferring(placed, references, group);
      if (stored) found.set(name, { name, property: placed.property, storedIn: stored.integration });
    }
  }
  return [...found.values()];
}

/**
 * Copies stored secrets from CxEngage into named secrets, in memory. A secret that was saved meanwhile stays.
 * @returns the names that were saved; the server hides the values of the others.
 * @throws ApiError where an integration cannot be read, UserError where the keyring fails.
 */
export async function saveStoredSecrets(
  { directory, namedSecrets, redactor }: Services,
  secrets: readonly UnsavedSecret[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const saved: string[] = [];
  for (const { name, property, storedIn } of secrets) {
    const value = readableValue((await directory.fetchWithSecrets(storedIn, signal)).properties, property);
    if (typeof value !== 'string') continue;
    redactor.register(value);
    if ((await namedSecrets.list()).includes(name)) continue;
    await namedSecrets.set(name, value);
    saved.push(name);
  }
  return saved;
}
