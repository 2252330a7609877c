import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { secretNameProblem, type NamedSecrets } from '../../host/namedSecrets';
import { inputStep } from '../../host/multiStepInput';
import { pickOne } from '../../host/quickList';
import type { Services } from '../../host/services';
import type { FieldId, SecretAct } from '../contract';
import { propertyKey, type FormModel } from './model';

/** Asks which saved secret to use; undefined where the user dismissed the question. */
async function pickNamedSecret(secrets: NamedSecrets, placeHolder: string): Promise<string | undefined> {
  const names = await secrets.list();
  const manage = vscode.l10n.t('Manage Secrets…');
  const items: readonly vscode.QuickPickItem[] = [
    ...names.map((label) => ({ label, iconPath: new vscode.ThemeIcon('key') })),
    ...(names.length === 0 ? [] : [{ label: '', kind: vscode.QuickPickItemKind.Separator }]),
    { label: manage, iconPath: new vscode.ThemeIcon('gear'), alwaysShow: true },
  ];
  const chosen = await pickOne(items, {
    placeholder: names.length === 0 ? vscode.l10n.t('No saved secrets yet.') : placeHolder,
  });
  if (chosen?.label === manage && !names.includes(manage)) {
    await vscode.commands.executeCommand(COMMANDS.manageSecrets);
    return undefined;
  }
  return chosen?.label;
}

/** Asks for a name and stores a value under it; undefined where the user dismissed the question. */
export async function saveNamedSecret(
  secrets: NamedSecrets,
  value: string,
  proposal: string,
): Promise<string | undefined> {
  const taken = await secrets.list();
  const answer = await inputStep({
    title: vscode.l10n.t('Save Secret'),
    prompt: vscode.l10n.t('A name for it, to use it again in other forms. It is kept in VS Code’s secret storage.'),
    value: proposal,
    validate: (name) => secretNameProblem(name, taken),
  });
  if (answer.kind !== 'next') return undefined;
  await secrets.set(answer.value, value);
  return answer.value;
}

function proposal(model: FormModel, key: string): string {
  return `${model.draft.name}-${key}`
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60);
}

/** Does what the user asked of a secret field. A dismissed question changes nothing. */
export async function changeSecretSource(
  { namedSecrets }: Services,
  model: FormModel,
  field: FieldId,
  act: SecretAct,
): Promise<void> {
  const key = propertyKey(field);
  const spec = model.type.fields.find((candidate) => candidate.key === key && candidate.secret);
  if (key === undefined || !spec) return;
  switch (act) {
    case 'clear':
      model.setSecretSource(key, { kind: 'none' });
      return;
    case 'keep':
      if (model.isStored(key)) model.setSecretSource(key, { kind: 'kept' });
      return;
    case 'pick': {
      const name = await pickNamedSecret(namedSecrets, vscode.l10n.t('Saved secret for “{0}”', spec.label));
      if (name !== undefined) model.setSecretSource(key, { kind: 'saved', name });
      return;
    }
    case 'save': {
      const value = model.typedSecret(key);
      const name = value === undefined ? undefined : await saveNamedSecret(namedSecrets, value, proposal(model, key));
      // What was typed while the box was open is newer than what was saved under the name.
      if (name !== undefined && model.typedSecret(key) === value) model.setSecretSource(key, { kind: 'saved', name });
      return;
    }
  }
}
