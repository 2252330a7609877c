import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { UserError } from '../core/base/errors';
import { creatableListenerTypes } from '../core/catalog/listenerTypes';
import { integrationType } from '../core/catalog/registry';
import type { Integration } from '../core/directory/model';

/** @param hasOthers the tenant has integrations, none of which can have listeners. */
export function noIntegrations(hasOthers: boolean): UserError {
  return new UserError(
    hasOthers
      ? vscode.l10n.t(
          'No integration in this tenant can have listeners. Create one of type “{0}” with “Create Integration…”.',
          integrationType('salesforce').label,
        )
      : vscode.l10n.t('No integrations in this tenant yet. Create one with “Create Integration…”.'),
  );
}

/** Listeners of some types are set up by the vendor, and cannot be created. */
export function noListeners({ name, type }: Pick<Integration, 'name' | 'type'>): UserError {
  const owner = oneLine(name, 60);
  return new UserError(
    creatableListenerTypes(type).length > 0
      ? vscode.l10n.t('“{0}” has no listeners yet. Create one with “Create Listener…”.', owner)
      : vscode.l10n.t('“{0}” has no listeners. CxEngage sets them up.', owner),
  );
}
