import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { creatableListenerTypes } from '../core/catalog/listenerTypes';
import { integrationType } from '../core/catalog/registry';
import type { Integration, IntegrationRef } from '../core/directory/model';
import { asIntegrationRef, asListenerRef, asTenantRef } from '../core/directory/refs';
import type { DirectoryService } from '../core/directory/service';
import { withProgress } from '../host/progress';
import { pickIntegration, pickListener } from '../host/quickPicks';
import type { Services } from '../host/services';
import { formKey, newListenerKey } from './panel/draft';
import { editListenerDraft, newListenerDraft } from './panel/newDraft';
import type { FormPanels } from './panel/panels';

/** The integration a command is about, of those that have listeners. Throws UserError for others. */
async function askOwner(directory: DirectoryService, argument: unknown): Promise<IntegrationRef | undefined> {
  return (
    asIntegrationRef(argument) ?? (await pickIntegration(directory, asTenantRef(argument), { withListeners: true }))
  );
}

/** As it is on the server now: whether it is active decides what its listeners may be. */
async function fresh({ directory }: Services, ref: IntegrationRef): Promise<Integration> {
  return withProgress(vscode.l10n.t('Reading the integration…'), async (signal) => {
    const integration = await directory.loadIntegration(ref, { force: true, signal });
    if (integrationType(integration.type).hasListeners)
      await directory.loadListeners(integration, { force: true, signal });
    return integration;
  });
}

/** Opens the form of a new listener. */
export async function createListener(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  const ref = await askOwner(services.directory, argument);
  if (!ref) return;
  const key = panels.knownKey(newListenerKey(ref));
  if (await panels.reveal(key)) return;
  const owner = await fresh(services, ref);
  if (creatableListenerTypes(owner.type).length === 0) {
    const { label, hasListeners } = integrationType(owner.type);
    throw new UserError(
      hasListeners
        ? vscode.l10n.t('Listeners of type “{0}” are set up by CxEngage. You can edit the ones that are there.', label)
        : vscode.l10n.t('Integrations of type “{0}” have no listeners.', label),
    );
  }
  panels.open(key, () => newListenerDraft(owner));
}

/** Opens the form of a listener. */
export async function editListener(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  const { directory } = services;
  const named = asListenerRef(argument);
  const ref = named ?? (await askOwner(directory, argument));
  if (!ref) return;
  if (named && (await panels.reveal(panels.knownKey(formKey('edit', named))))) return;
  const owner = await fresh(services, ref);
  const listeners = await directory.loadListeners(owner);
  const listener = named
    ? listeners.find(({ listenerId }) => listenerId === named.listenerId)
    : await pickListener(listeners, owner);
  if (!listener) {
    if (named) throw new UserError(vscode.l10n.t('“{0}” no longer has this listener. Refresh it.', owner.name));
    return;
  }
  const key = panels.knownKey(formKey('edit', listener));
  if (await panels.reveal(key)) return;
  panels.open(key, () => editListenerDraft(owner, listener));
}
