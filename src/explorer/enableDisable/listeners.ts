import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import type { Listener } from '../../core/directory/model';
import { asListenerRef } from '../../core/directory/refs';
import { pickIntegration, pickListener } from '../../host/quickPicks';
import { showStatus } from '../../host/statusBar';
import type { EnableDisableContext } from './enableDisable';

async function askListener({ directory }: EnableDisableContext, argument: unknown): Promise<Listener | undefined> {
  const named = asListenerRef(argument);
  const owner = named ?? (await pickIntegration(directory, undefined, { withListeners: true }));
  if (!owner) return undefined;
  const listeners = await directory.loadListeners(owner);
  return named
    ? listeners.find(({ listenerId }) => listenerId === named.listenerId)
    : pickListener(listeners, await directory.loadIntegration(owner));
}

/** Switches a listener on or off. Throws ApiError `refused` where its integration is not active. */
export async function setListenerActive(
  parts: EnableDisableContext,
  argument: unknown,
  active: boolean,
): Promise<void> {
  const { directory, notify, tree } = parts;
  const known = await askListener(parts, argument);
  // Somebody else may have changed it since.
  const listener =
    known?.active === active
      ? (await directory.loadListeners(known, { force: true })).find(
          ({ listenerId }) => listenerId === known.listenerId,
        )
      : known;
  if (!listener) return;
  if (listener.active === active) {
    await notify.info(active ? vscode.l10n.t('Already enabled.') : vscode.l10n.t('Already disabled.'));
    return;
  }
  const node = tree.nodes.listener(listener, listener.listenerId);
  tree.setBusy([node], true);
  try {
    await directory.updateListener(listener, { active });
  } finally {
    tree.setBusy([node], false);
  }
  const name = oneLine(listener.name, 60);
  showStatus(active ? vscode.l10n.t('Enabled {0}', name) : vscode.l10n.t('Disabled {0}', name), 5000, { isDone: true });
}
