import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Workforce management by Monet (API facts e.2). `usernameAsAgentId` keeps the JSON type it is stored with: text or boolean. */
export function monet(): TypeDefinition {
  return {
    id: 'monet',
    label: l10n.t('Monet'),
    summary: l10n.t('Workforce management by Monet'),
    icon: 'calendar',
    optional: ['usernameAsAgentId'],
    summaryFields: { host: 'monetUrl', user: 'username' },
    fields: [
      {
        key: 'monetUrl',
        label: l10n.t('Monet URL'),
        kind: 'text',
        required: true,
        help: l10n.t('The URL of Monet. http, https, ftp or no scheme.'),
        example: 'acme.monetmanager.com',
        defaultValue: '',
      },
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        help: l10n.t('The Monet user that CxEngage signs in as.'),
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
        key: 'usernameAsAgentId',
        label: l10n.t('User name as agent ID'),
        kind: 'boolean',
        help: l10n.t('Identifies agents to Monet by their user name.'),
        defaultValue: false,
      },
    ],
  };
}
