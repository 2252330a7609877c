import * as vscode from 'vscode';
import type { WriteIntent } from '../core/directory/model';
import type { ConfirmWrite } from '../core/directory/service';
import type { Notifier } from './notify';

function question({ action, tenant, integrationName }: WriteIntent): {
  readonly message: string;
  readonly accept: string;
} {
  const tenantName = tenant.name;
  switch (action) {
    case 'create':
      return {
        message: vscode.l10n.t('Create “{0}” in {1}?', integrationName, tenantName),
        accept: vscode.l10n.t('Create in {0}', tenantName),
      };
    case 'enable':
      return {
        message: vscode.l10n.t('Enable “{0}” in {1}?', integrationName, tenantName),
        accept: vscode.l10n.t('Enable in {0}', tenantName),
      };
    case 'disable':
      return {
        message: vscode.l10n.t('Disable “{0}” in {1}?', integrationName, tenantName),
        accept: vscode.l10n.t('Disable in {0}', tenantName),
      };
    case 'undo':
      return {
        message: vscode.l10n.t('Undo the last change to “{0}” in {1}?', integrationName, tenantName),
        accept: vscode.l10n.t('Undo in {0}', tenantName),
      };
    case 'update':
      return {
        message: vscode.l10n.t('Save changes to “{0}” in {1}?', integrationName, tenantName),
        accept: vscode.l10n.t('Save in {0}', tenantName),
      };
  }
}

/** Production's question: a modal that names the tenant in its text and in its button. */
export function createConfirmWrite(notify: Notifier): ConfirmWrite {
  return async (intent) => {
    const { message, accept } = question(intent);
    const detail = vscode.l10n.t(
      '{0} is marked as production. Live calls may use this integration.',
      intent.tenant.name,
    );
    return notify.confirm(message, detail, accept);
  };
}
