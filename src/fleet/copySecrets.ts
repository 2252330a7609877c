import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import type { SecretReference } from '../core/base/secretReference';
import { readableValue } from '../core/directory/hiddenKeys';
import type { MemorySecrets } from '../core/operations/memorySecrets';
import { secretsToCopy, type CopiedSecret, type CopySource, type SecretChoice } from '../core/plan/copyDesired';
import { pickOne } from '../host/quickList';
import { withProgress } from '../host/progress';
import type { Services } from '../host/services';
import { secretName, typeSecret } from './secretValues';

type Way = 'same' | 'type' | 'saved' | 'leaveOut' | 'each';

/** Where each secret of a copy comes from, by source and property. */
export type SecretChoices = ReadonlyMap<string, SecretChoice>;

export function secretKey({ source, property }: CopiedSecret): string {
  return `${source.key}/${property}`;
}

/** What was decided, before anything is read: stored values are read afterwards, each source once. */
type Decision = SecretChoice | { readonly kind: 'same' };

function wayItems(count: number, hasSaved: boolean): readonly (vscode.QuickPickItem & { readonly way: Way })[] {
  const several = count > 1;
  return [
    {
      way: 'same',
      label: several ? vscode.l10n.t('The Same Values') : vscode.l10n.t('The Same Value'),
      description: vscode.l10n.t('copied without being shown'),
    },
    ...(several ? [{ way: 'each', label: vscode.l10n.t('Decide for Each…') } as const] : []),
    ...(several ? [] : [{ way: 'type', label: vscode.l10n.t('Type a New Value…') } as const]),
    ...(several || !hasSaved ? [] : [{ way: 'saved', label: vscode.l10n.t('Use a Saved Secret…') } as const]),
    {
      way: 'leaveOut',
      label: vscode.l10n.t('Leave Out and Create Inactive'),
      description: vscode.l10n.t('a placeholder is stored; replace it, then enable'),
    },
  ];
}

async function decide(
  services: Services,
  secrets: MemorySecrets,
  { source, label }: CopiedSecret,
): Promise<Decision | undefined> {
  const { namedSecrets } = services;
  const name = secretName(label, source.name);
  const saved = await namedSecrets.list();
  const chosen = await pickOne(wayItems(1, saved.length > 0), {
    title: name,
    placeholder: vscode.l10n.t('Value of the copies'),
  });
  if (!chosen) return undefined;
  if (chosen.way === 'same') return { kind: 'same' };
  if (chosen.way === 'leaveOut') return { kind: 'leaveOut' };
  if (chosen.way === 'type') {
    const reference = await typeSecret(services, secrets, vscode.l10n.t('Copy to Tenants'), name);
    return reference && { kind: 'reference', reference };
  }
  const item = await pickOne(
    saved.map((each) => ({ label: each })),
    { title: name, placeholder: vscode.l10n.t('Saved secret') },
  );
  return item && { kind: 'reference', reference: { source: 'secret', name: item.label } };
}

/** Reads the stored values that are copied as they are: each source once, into memory and nowhere else. */
async function readStored(
  { directory }: Services,
  secrets: MemorySecrets,
  wanted: readonly CopiedSecret[],
): Promise<ReadonlyMap<string, SecretReference>> {
  const references = new Map<string, SecretReference>();
  const sources = new Set(wanted.map(({ source }) => source));
  await withProgress(vscode.l10n.t('Reading the stored values'), async (signal) => {
    for (const source of sources) {
      if (source.origin.kind !== 'copy') continue;
      const { properties } = await directory.fetchWithSecrets(source.origin.from, signal, { keep: false });
      for (const secret of wanted.filter((each) => each.source === source)) {
        const value = readableValue(properties, secret.property);
        const name = secretName(secret.label, source.name);
        if (value === undefined)
          throw new UserError(
            vscode.l10n.t('CxEngage does not give the stored value: {0}. Type it, or use a saved secret.', name),
          );
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        references.set(secretKey(secret), secrets.add(text, name));
      }
    }
  });
  return references;
}

/**
 * Asks where the secrets of the copies come from: one question, or one for each where the user wants that.
 * @returns undefined when dismissed.
 * @throws UserError where a stored value cannot be had, ApiError where a source cannot be read.
 */
export async function askCopySecrets(
  services: Services,
  secrets: MemorySecrets,
  sources: readonly CopySource[],
): Promise<SecretChoices | undefined> {
  const all = sources.flatMap(secretsToCopy);
  const decisions = new Map<CopiedSecret, Decision>();
  if (all.length > 1) {
    const chosen = await pickOne(wayItems(all.length, false), {
      title: vscode.l10n.t('Copy to Tenants'),
      placeholder: vscode.l10n.t(
        '{0} secrets: {1}',
        all.length,
        [...new Set(all.map(({ label }) => label))].join(', '),
      ),
    });
    if (!chosen) return undefined;
    if (chosen.way === 'same' || chosen.way === 'leaveOut')
      for (const each of all) decisions.set(each, { kind: chosen.way });
  }
  for (const secret of all) {
    if (decisions.has(secret)) continue;
    const decision = await decide(services, secrets, secret);
    if (!decision) return undefined;
    decisions.set(secret, decision);
  }
  const stored = await readStored(
    services,
    secrets,
    all.filter((secret) => decisions.get(secret)?.kind === 'same'),
  );
  return new Map(
    [...decisions].map(([secret, decision]): [string, SecretChoice] => {
      const reference = stored.get(secretKey(secret));
      if (decision.kind !== 'same') return [secretKey(secret), decision];
      return [secretKey(secret), reference ? { kind: 'reference', reference } : { kind: 'leaveOut' }];
    }),
  );
}
