import * as vscode from 'vscode';
import { formatSecretReference, referenceKey, type SecretReference } from '../core/base/secretReference';
import { inputStep, pickStep, runMultiStepInput, type Step } from '../host/multiStepInput';
import { secretValueProblem } from '../host/namedSecrets';
import type { Services } from '../host/services';
import type { RunSecrets } from './runSecrets';

/**
 * Asks for the values of references that have none here, each once, and at the end whether to save them.
 * @returns false when the user gave up; then nothing is kept.
 * @throws UserError where the keyring fails.
 */
export async function askSecrets(
  references: readonly SecretReference[],
  { namedSecrets, redactor }: Pick<Services, 'namedSecrets' | 'redactor'>,
  secrets: RunSecrets,
): Promise<boolean> {
  const missing = references.filter((reference) => !secrets.has(reference));
  if (missing.length === 0) return true;
  const typed = new Map<string, string>();
  const choice = { isSaved: false };
  const title = vscode.l10n.t('Secrets for These Changes');
  const ask =
    (reference: SecretReference): Step =>
    async (place) => {
      const answer = await inputStep({
        ...place,
        title,
        prompt: vscode.l10n.t(
          'Value of {0}. It is sent to CxEngage and shown nowhere.',
          formatSecretReference(reference),
        ),
        value: typed.get(referenceKey(reference)) ?? '',
        password: true,
        validate: secretValueProblem,
      });
      if (answer.kind === 'next') typed.set(referenceKey(reference), answer.value);
      return answer.kind;
    };
  // One that is saved already, and was not to be used here, stays as it is.
  const saved = missing.some(({ source }) => source === 'secret') ? await namedSecrets.list() : [];
  const isSavable = ({ source, name }: SecretReference): boolean => source === 'secret' && !saved.includes(name);
  const savable = missing.filter(isSavable);
  const askToSave: Step = async (place) => {
    const answer = await pickStep({
      ...place,
      title,
      placeholder: vscode.l10n.t('Save for the next time?'),
      items: [
        {
          label: vscode.l10n.t('Save'),
          detail: vscode.l10n.t('In VS Code’s secret storage, as {0}', savable.map(({ name }) => name).join(', ')),
          value: true,
        },
        {
          label: vscode.l10n.t('Use Only for This Plan'),
          detail: vscode.l10n.t('In memory, until the plan is cleared'),
          value: false,
        },
      ],
    });
    if (answer.kind === 'next') choice.isSaved = answer.value;
    return answer.kind;
  };
  const steps = [...missing.map(ask), ...(savable.length > 0 ? [askToSave] : [])];
  if (!(await runMultiStepInput(() => steps))) return false;
  for (const reference of missing) {
    const value = typed.get(referenceKey(reference)) ?? '';
    redactor.register(value);
    if (choice.isSaved && isSavable(reference)) await namedSecrets.set(reference.name, value);
    secrets.give(reference, value);
  }
  return true;
}
