import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import type { FieldSpec } from '../model';

function secret(key: string, label: string, help: string): FieldSpec {
  return { key, label, kind: 'text', secret: true, help, defaultValue: '' };
}

/**
 * The Enghouse XMS gateway, set up by the vendor (API facts o), which do not say what is required. `certificate` is the
 * key that signs the gateway's tokens.
 */
export function xms(): TypeDefinition {
  return {
    id: 'xms',
    label: l10n.t('XMS'),
    summary: l10n.t('Gateway by Enghouse, with a Salesforce connection'),
    icon: 'phone',
    optional: [
      'username',
      'password',
      'consumerKey',
      'consumerSecret',
      'securityToken',
      'loginUrl',
      'pushEnabled',
      'certificate',
    ],
    summaryFields: { host: 'loginUrl', user: 'username' },
    fields: [
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        help: l10n.t('The user that CxEngage signs in as.'),
        defaultValue: '',
      },
      { ...secret('password', l10n.t('Password'), l10n.t('The password of that user.')), keepsSpaces: true },
      secret('consumerKey', l10n.t('Consumer key'), l10n.t('Identifies the connected app.')),
      secret('consumerSecret', l10n.t('Consumer secret'), l10n.t('The secret of the connected app.')),
      secret('securityToken', l10n.t('Security token'), l10n.t('The security token of that user.')),
      {
        key: 'loginUrl',
        label: l10n.t('Login URL'),
        kind: 'url',
        help: l10n.t('The URL that the user signs in at.'),
        example: 'https://acme.my.salesforce.com',
        defaultValue: '',
      },
      {
        key: 'pushEnabled',
        label: l10n.t('Activity Records'),
        kind: 'boolean',
        help: l10n.t('Lets CxEngage write activity records to Salesforce.'),
        defaultValue: false,
      },
      secret('certificate', l10n.t('Certificate'), l10n.t('The private key that signs the gateway’s tokens.')),
    ],
  };
}
