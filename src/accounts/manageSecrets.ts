import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../host/commandIds';
import { secretNameProblem, secretValueProblem, type NamedSecrets } from '../host/namedSecrets';
import type { AccountServices } from './context';
import { QuickList } from '../host/quickList';
import { inputStep, runMultiStepInput } from '../host/multiStepInput';

interface SecretItem extends vscode.QuickPickItem {
  /** Absent for the entry that adds a secret. */
  readonly name?: string;
}

interface SecretButton extends vscode.QuickInputButton {
  readonly action: 'rotate' | 'rename' | 'delete';
}

type Choice =
  | { readonly action: 'add' }
  | { readonly action: 'replace' | 'rotate' | 'rename' | 'delete'; readonly name: string };

const isSecretButton = (button: vscode.QuickInputButton): button is SecretButton => 'action' in button;

function items(names: readonly string[]): readonly SecretItem[] {
  const rotate: SecretButton = {
    iconPath: new vscode.ThemeIcon('sync'),
    tooltip: vscode.l10n.t('Rotate in All Integrations'),
    action: 'rotate',
  };
  const rename: SecretButton = {
    iconPath: new vscode.ThemeIcon('edit'),
    tooltip: vscode.l10n.t('Rename'),
    action: 'rename',
  };
  const remove: SecretButton = {
    iconPath: new vscode.ThemeIcon('trash'),
    tooltip: vscode.l10n.t('Delete'),
    action: 'delete',
  };
  const known = names.map((name): SecretItem => ({
    label: name,
    description: vscode.l10n.t('Select to replace its value'),
    name,
    buttons: [rotate, rename, remove],
  }));
  const add: SecretItem = {
    label: vscode.l10n.t('Add a Secret…'),
    iconPath: new vscode.ThemeIcon('add'),
    alwaysShow: true,
  };
  return known.length === 0 ? [add] : [...known, { label: '', kind: vscode.QuickPickItemKind.Separator }, add];
}

/** Shows the names, never a value, and follows changes made in other windows while it is open. */
async function choose(secrets: NamedSecrets): Promise<Choice | undefined> {
  const pick = new QuickList<SecretItem>({
    title: vscode.l10n.t('Secrets'),
    placeholder: vscode.l10n.t('Select a secret. Values are stored in the keyring and never shown.'),
  });
  pick.busy = true;
  pick.show();
  const fill = async (): Promise<void> => {
    pick.setItems(items(await secrets.list()));
    pick.busy = false;
  };
  const subscription = secrets.onDidChange(() => {
    fill().catch(() => {
      pick.hide();
    });
  });
  try {
    await fill();
    return await new Promise<Choice | undefined>((resolve) => {
      pick.onDidAccept((item) => {
        resolve(item.name === undefined ? { action: 'add' } : { action: 'replace', name: item.name });
      });
      pick.onDidTriggerItemButton((item, button) => {
        if (item.name !== undefined && isSecretButton(button)) resolve({ action: button.action, name: item.name });
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
    });
  } finally {
    subscription.dispose();
    pick.dispose();
  }
}

async function add(secrets: NamedSecrets): Promise<void> {
  const title = vscode.l10n.t('Add a Secret');
  const taken = await secrets.list();
  let name = '';
  let value = '';
  const done = await runMultiStepInput(() => [
    async (place) => {
      const prompt = vscode.l10n.t('Name, as used in references and lists');
      const answer = await inputStep({
        ...place,
        title,
        prompt,
        value: name,
        placeholder: 'ZENDESK_TOKEN',
        validate: (text) => secretNameProblem(text, taken),
      });
      if (answer.kind === 'next') name = answer.value;
      return answer.kind;
    },
    async (place) => {
      const answer = await inputStep({
        ...place,
        title,
        prompt: vscode.l10n.t('Value of {0}', name),
        value,
        password: true,
        validate: secretValueProblem,
        onType: (text) => {
          value = text;
        },
      });
      return answer.kind;
    },
  ]);
  if (done) await secrets.set(name, value);
}

async function replace(secrets: NamedSecrets, name: string): Promise<void> {
  const title = vscode.l10n.t('Replace {0}', name);
  const answer = await inputStep({
    title,
    prompt: vscode.l10n.t('New value of {0}', name),
    value: '',
    password: true,
    validate: secretValueProblem,
  });
  if (answer.kind === 'next') await secrets.set(name, answer.value);
}

async function rename(secrets: NamedSecrets, name: string): Promise<void> {
  const others = (await secrets.list()).filter((each) => each !== name);
  const title = vscode.l10n.t('Rename {0}', name);
  const prompt = vscode.l10n.t('New name. References to the old name stop working.');
  const answer = await inputStep({
    title,
    prompt,
    value: name,
    validate: (text) => secretNameProblem(text, others),
  });
  if (answer.kind === 'next') await secrets.rename(name, answer.value);
}

async function remove(services: AccountServices, name: string): Promise<void> {
  const detail = vscode.l10n.t(
    'Its value is lost. Integrations that were created with it keep working. References to it stop working.',
  );
  if (await services.notify.confirm(vscode.l10n.t('Delete the secret “{0}”?', name), detail, vscode.l10n.t('Delete')))
    await services.namedSecrets.delete(name);
}

/**
 * Lists, adds, replaces, renames and deletes named secrets; back at the list after each but a rotation.
 * @throws UserError where the keyring fails.
 */
export async function manageSecrets(services: AccountServices): Promise<void> {
  const secrets = services.namedSecrets;
  for (;;) {
    const choice = await choose(secrets);
    if (!choice) return;
    if (choice.action === 'add') await add(secrets);
    else if (choice.action === 'replace') await replace(secrets, choice.name);
    else if (choice.action === 'rotate') {
      await vscode.commands.executeCommand(INTERNAL_COMMANDS.rotateNamedSecret, choice.name);
      return;
    } else if (choice.action === 'rename') await rename(secrets, choice.name);
    else await remove(services, choice.name);
  }
}
