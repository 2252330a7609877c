import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { integrationType } from '../core/catalog/registry';
import { savedCurl } from '../core/export/curl';
import { integrationsOf, targetsOf, type CommandArguments } from '../host/commandTargets';
import { storedKeys } from '../core/directory/hiddenKeys';
import { asIntegrationRef, asTenantRef } from '../core/directory/refs';
import type { Integration, IntegrationRef } from '../core/directory/model';
import { documentRef } from '../host/documentUri';
import { pickOne } from '../host/quickList';
import { ensureSignedIn, pickIntegration } from '../host/quickPicks';
import { withProgress } from '../host/progress';
import type { Services } from '../host/services';
import { showStatus } from '../host/statusBar';
import { duplicateDraft, createDraft, editDraft } from './panel/newDraft';
import { formKey } from './panel/draft';
import { FormPanels } from './panel/panels';
import { firstType } from './lastType';
import { createListener, editListener } from './listenerCommands';
import { readPrefill } from './prefill';
import { quickCreate } from './quickCreate';
import { askTarget } from './panel/target';
import { testSaved } from './testSaved';
import { testSeveral } from './testSeveral';
import { isObject } from '../core/base/json';

async function askIntegration({ directory }: Services, argument: unknown): Promise<IntegrationRef | undefined> {
  return (
    asIntegrationRef(argument) ?? documentRef(argument) ?? (await pickIntegration(directory, asTenantRef(argument)))
  );
}

/** The integration as it is on the server now: an edit must not begin with an old copy. */
async function fresh({ directory }: Services, ref: IntegrationRef): Promise<Integration> {
  return withProgress(vscode.l10n.t('Reading the integration…'), async (signal) =>
    directory.loadIntegration(ref, { force: true, signal }),
  );
}

async function createIntegration(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  const prefill = readPrefill(argument);
  if (!(await ensureSignedIn(services.directory))) return;
  const target = await askTarget(services.directory, argument);
  if (!target) return;
  const { properties, ...own } = prefill;
  const isFilled = Object.keys(properties).length > 0 || Object.keys(own).length > 0;
  // A filled form never replaces, and never mixes with, what was typed into another.
  const type = firstType(services.state, prefill);
  panels.open(isFilled ? panels.freeKey(formKey('create', target)) : panels.createKey(target), () =>
    createDraft(target, { ...prefill, type }, services.settings.createActiveByDefault()),
  );
}

async function editIntegration(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  // The key that edits works on every row that can be edited.
  if (isObject(argument) && argument.kind === 'listener') return editListener(services, panels, argument);
  const ref = await askIntegration(services, argument);
  if (!ref) return;
  const key = panels.knownKey(formKey('edit', ref));
  if ((await panels.reveal(key)) || panels.reopen(key)) return;
  const integration = await fresh(services, ref);
  panels.open(key, () => editDraft(integration));
}

async function duplicateIntegration(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  const ref = await askIntegration(services, argument);
  if (!ref) return;
  const key = panels.knownKey(formKey('duplicate', ref));
  if ((await panels.reveal(key)) || panels.reopen(key)) return;
  const integration = await fresh(services, ref);
  const type = integrationType(integration.type);
  if (!type.creatable)
    throw new UserError(
      vscode.l10n.t('Integrations of type “{0}” are set up by CxEngage and cannot be duplicated.', type.label),
    );
  let reuse = false;
  if (storedKeys(integration).length > 0) {
    const reuseItem = {
      label: vscode.l10n.t('Reuse the stored secrets'),
      detail: vscode.l10n.t('They are copied without being shown.'),
    };
    const typeItem = {
      label: vscode.l10n.t('Enter new secrets'),
      detail: vscode.l10n.t('Secret fields start empty.'),
    };
    const answer = await pickOne([reuseItem, typeItem], {
      title: vscode.l10n.t('Duplicate “{0}”', integration.name),
      placeholder: vscode.l10n.t('Copy the stored secrets?'),
    });
    if (!answer) return;
    reuse = answer === reuseItem;
  }
  panels.open(key, () => duplicateDraft(integration, reuse));
}

/** The key a page kept for its reload; what a webview stored is not trusted. */
function savedKey(state: unknown): string | undefined {
  return isObject(state) && typeof state.key === 'string' ? state.key : undefined;
}

/** What the form's commands do. Loaded when the first of them runs. */
export class FormCommands {
  readonly #services: Services;
  readonly #panels: FormPanels;

  constructor(services: Services) {
    this.#services = services;
    this.#panels = new FormPanels(services);
  }

  /** @param panel opened ahead, which the form takes; it closes where there is no form to open. */
  create = async (argument: unknown, panel?: vscode.WebviewPanel): Promise<void> => {
    this.#panels.takeNext(panel);
    try {
      await createIntegration(this.#services, this.#panels, argument);
    } finally {
      this.#panels.takeNext(undefined);
    }
  };

  quickCreate = async (argument: unknown): Promise<void> => quickCreate(this.#services, this.#panels, argument);

  edit = async (argument: unknown): Promise<void> => editIntegration(this.#services, this.#panels, argument);

  createListener = async (argument: unknown): Promise<void> => createListener(this.#services, this.#panels, argument);

  editListener = async (argument: unknown): Promise<void> => editListener(this.#services, this.#panels, argument);

  duplicate = async (argument: unknown): Promise<void> => duplicateIntegration(this.#services, this.#panels, argument);

  test = async (args: CommandArguments): Promise<void> => {
    const given = integrationsOf(targetsOf(args));
    if (given.length > 1) {
      await testSeveral(this.#services, given);
      return;
    }
    const ref = await askIntegration(this.#services, given[0] ?? args[0]);
    if (ref) await testSaved(this.#services, ref);
  };

  /** Copies the request that stands for a saved integration. */
  copyAsCurl = async (argument: unknown): Promise<void> => {
    const ref = await askIntegration(this.#services, argument);
    if (!ref) return;
    const { directory } = this.#services;
    const integration = await directory.loadIntegration(ref);
    await vscode.env.clipboard.writeText(savedCurl(integration, directory.account(ref.accountId)?.endpoint.url ?? ''));
    showStatus(vscode.l10n.t('Copied as cURL, with $NAMES for the token and the secrets.'));
  };

  /** Fills a panel that VS Code brought back after a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const key = savedKey(state);
    if (key === undefined) panel.dispose();
    else this.#panels.restore(panel, key);
  }
}
