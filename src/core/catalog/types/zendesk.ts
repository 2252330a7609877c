import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Zendesk Support (API facts e.1). `workItems` is always sent; `token` must not be there (d.3). */
export function zendesk(): TypeDefinition {
  return {
    id: 'zendesk',
    label: l10n.t('Zendesk'),
    summary: l10n.t('Tickets and users in Zendesk Support'),
    icon: 'ticket',
    creatable: true,
    summaryFields: { host: 'endpointPrefix', user: 'username' },
    fields: [
      {
        key: 'endpointPrefix',
        label: l10n.t('API URI'),
        kind: 'url',
        required: true,
        help: l10n.t('The URL of your Zendesk, followed by /api/v2.'),
        example: 'https://acme.zendesk.com/api/v2',
        where: {
          text: l10n.t('Open Zendesk in a browser. Your subdomain is the part before .zendesk.com in the address bar.'),
        },
        defaultValue: '',
      },
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        help: l10n.t(
          'The e-mail address of the Zendesk agent or administrator, followed by /token if you use an API token.',
        ),
        example: 'agent@acme.com/token',
        where: { text: l10n.t('In Zendesk: Admin Center → People → Team members.') },
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password or API token'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t(
          'An API token if the user name ends with /token, otherwise the password. It is stored in CxEngage and not shown again.',
        ),
        where: {
          text: l10n.t(
            'In Zendesk: Admin Center → Apps and integrations → APIs → API tokens lists the tokens, but not their values: Zendesk shows a value only once. It stopped issuing new tokens on October 27, 2026.',
          ),
          url: 'https://support.zendesk.com/hc/en-us/articles/4408889192858-Managing-API-token-access-to-the-Zendesk-API',
        },
        defaultValue: '',
      },
      {
        key: 'workItems',
        label: l10n.t('Work Items'),
        kind: 'boolean',
        help: l10n.t('Offers Zendesk tickets to agents as CxEngage work items.'),
        defaultValue: false,
      },
      {
        key: 'interactionFieldId',
        label: l10n.t('Interaction field ID'),
        kind: 'text',
        required: true,
        visibleWhen: { field: 'workItems', oneOf: [true] },
        help: l10n.t('The ID of the custom ticket field that stores the ID of the CxEngage interaction.'),
        example: '360012345678',
        where: {
          text: l10n.t(
            'In Zendesk: Admin Center → Objects and rules → Tickets → Fields. The list shows each field’s ID.',
          ),
          url: 'https://support.zendesk.com/hc/en-us/articles/4420210121114-Using-custom-fields',
        },
        defaultValue: '',
        limits: {
          maxLength: 20,
          pattern: { source: '^[0-9]+$', message: l10n.t('A field ID has digits only, for example 360012345678.') },
        },
      },
    ],
  };
}
