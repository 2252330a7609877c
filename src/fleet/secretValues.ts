import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import type { SecretReference } from '../core/base/secretReference';
import { MemorySecrets } from '../core/operations/memorySecrets';
import { inputStep } from '../host/multiStepInput';
import { secretValueProblem } from '../host/namedSecrets';
import type { Services } from '../host/services';

/** Values of this run in memory, and the user's saved secrets. Whatever is read is redacted from then on. */
export function createSecrets({ namedSecrets }: Services): MemorySecrets {
  return new MemorySecrets({
    others: { value: async ({ source, name }) => (source === 'secret' ? namedSecrets.get(name) : undefined) },
  });
}

/** How a secret is named in lists and reports. */
export function secretName(label: string, integrationName: string): string {
  return vscode.l10n.t('{0} of “{1}”', oneLine(label, 60), oneLine(integrationName, 60));
}

/**
 * Asks for a value, which is kept in memory.
 * @returns undefined when dismissed.
 */
export async function typeSecret(
  { redactor }: Services,
  secrets: MemorySecrets,
  title: string,
  name: string,
): Promise<SecretReference | undefined> {
  const typed = await inputStep({
    title,
    prompt: vscode.l10n.t('New value: {0}', name),
    value: '',
    password: true,
    validate: secretValueProblem,
  });
  if (typed.kind !== 'next') return undefined;
  redactor.register(typed.value);
  return secrets.add(typed.value, name);
}
