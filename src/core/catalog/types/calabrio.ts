import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/**
 * Calabrio ONE (API facts e.1). Not offered for creation: the public documentation names three types only, the newer
 * console dropped this one in 2020, and the two consoles disagree on its property names, so that a create would be a guess.
 * An existing record shows which names are right.
 */
export function calabrio(): TypeDefinition {
  return {
    id: 'calabrio',
    label: l10n.t('Calabrio'),
    summary: l10n.t('Quality management and workforce management by Calabrio'),
    icon: 'recording',
    optional: ['ctiEnabled', 'ctiEndpoint', 'rtaEnabled', 'rtaUrl'],
    summaryFields: { host: 'rtaUrl', user: 'username' },
    fields: [
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        help: l10n.t('The Calabrio user that CxEngage signs in as.'),
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password of that user.'),
        defaultValue: '',
      },
      {
        key: 'ctiEnabled',
        label: l10n.t('Quality management (CTI)'),
        kind: 'boolean',
        help: l10n.t('Notifies Calabrio of calls, so that it can record them.'),
        defaultValue: false,
      },
      {
        key: 'ctiEndpoint',
        label: l10n.t('CTI endpoint'),
        kind: 'text',
        required: true,
        visibleWhen: { field: 'ctiEnabled', oneOf: [true] },
        help: l10n.t('Where Calabrio receives these notifications.'),
        defaultValue: '',
      },
      {
        key: 'rtaEnabled',
        label: l10n.t('Real-time adherence'),
        kind: 'boolean',
        help: l10n.t('Notifies Calabrio of agent states.'),
        defaultValue: false,
      },
      {
        key: 'rtaUrl',
        label: l10n.t('API URL'),
        kind: 'url',
        required: true,
        visibleWhen: { field: 'rtaEnabled', oneOf: [true] },
        help: l10n.t('The URL of Calabrio’s real-time adherence API.'),
        example: 'https://acme.calabriocloud.com/api',
        defaultValue: '',
      },
    ],
  };
}
