import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Salesforce through a connected app (API facts e.1). Must not carry `token`, `endpointPrefix` or `workItems` (d.3). */
export function salesforce(): TypeDefinition {
  return {
    id: 'salesforce',
    label: l10n.t('Salesforce'),
    summary: l10n.t('Cases, contacts and activities in Salesforce'),
    icon: 'crm',
    creatable: true,
    hasListeners: true,
    optional: ['loginUrl', 'pushEnabled'],
    summaryFields: { host: 'loginUrl', user: 'username' },
    fields: [
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        help: l10n.t(
          'The Salesforce user that CxEngage signs in as. It has the form of an e-mail address. In a Salesforce sandbox it ends with the name of the sandbox.',
        ),
        example: 'cxengage@acme.com',
        where: {
          text: l10n.t(
            'In Salesforce: Setup → Users → Users, column “Username”. Preferably a user for integrations only.',
          ),
        },
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t(
          'The password of that user, without the security token. It is stored in CxEngage and not shown again.',
        ),
        where: {
          text: l10n.t(
            'Only the user knows it. An administrator can reset it: Setup → Users → Users → Reset Password(s).',
          ),
        },
        defaultValue: '',
      },
      {
        key: 'securityToken',
        label: l10n.t('Security token'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t(
          'The security token of that user. When the password changes, Salesforce e-mails a new one and rejects the old one.',
        ),
        where: {
          text: l10n.t(
            'In Salesforce, signed in as that user: Settings → My Personal Information → Reset My Security Token.',
          ),
          url: 'https://help.salesforce.com/s/articleView?id=sf.user_security_token.htm&type=5',
        },
        defaultValue: '',
      },
      {
        key: 'consumerKey',
        label: l10n.t('Consumer key'),
        kind: 'text',
        // The consoles show it in clear, but it is one half of the app's credential (API facts e.1: sensitive).
        secret: true,
        required: true,
        help: l10n.t(
          'The client ID of the connected app: a long text without spaces. External client apps do not support this sign-in.',
        ),
        where: {
          text: l10n.t(
            'In Salesforce, for an existing connected app: Setup → App Manager → your app → View → Manage Consumer Details. Since Spring ’26, only Salesforce Support can enable new connected apps.',
          ),
          url: 'https://help.salesforce.com/s/articleView?id=sf.connected_app_rotate_consumer_details.htm&type=5',
        },
        defaultValue: '',
      },
      {
        key: 'consumerSecret',
        label: l10n.t('Consumer secret'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The client secret of the connected app.'),
        where: {
          text: l10n.t('On the same page as the consumer key.'),
          url: 'https://help.salesforce.com/s/articleView?id=sf.connected_app_rotate_consumer_details.htm&type=5',
        },
        defaultValue: '',
      },
      {
        key: 'loginUrl',
        label: l10n.t('Login URL'),
        kind: 'url',
        help: l10n.t(
          'Your My Domain URL, or https://test.salesforce.com for a sandbox. If empty, https://login.salesforce.com is used, which an organization can block.',
        ),
        example: 'https://acme.my.salesforce.com',
        where: {
          text: l10n.t('In Salesforce: Setup → My Domain, “Current My Domain URL”.'),
          url: 'https://help.salesforce.com/s/articleView?id=sf.domain_name_overview.htm&type=5',
        },
        defaultValue: '',
      },
      {
        key: 'pushEnabled',
        label: l10n.t('Activity Records'),
        kind: 'boolean',
        help: l10n.t('Lets CxEngage write activity records to Salesforce.'),
        defaultValue: false,
      },
    ],
  };
}
