import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Workforce management by Verint, over SFTP (API facts e.2). */
export function verint(): TypeDefinition {
  return {
    id: 'verint',
    label: l10n.t('Verint'),
    summary: l10n.t('Recording and workforce management by Verint'),
    icon: 'recording',
    optional: ['multipleTenants', 'scorecardsEnabled', 'historicalEnabled'],
    summaryFields: { host: 'sftpHost', user: 'sftpUsername' },
    fields: [
      {
        key: 'sftpHost',
        label: l10n.t('SFTP host'),
        kind: 'text',
        required: true,
        help: l10n.t('The server that files are uploaded to.'),
        example: 'sftp.example.com',
        defaultValue: '',
      },
      {
        key: 'sftpPort',
        label: l10n.t('SFTP port'),
        kind: 'number',
        required: true,
        help: l10n.t('Usually 22.'),
        example: '22',
        defaultValue: '',
        limits: { min: 1, max: 65535 },
      },
      {
        key: 'sftpUsername',
        label: l10n.t('SFTP user name'),
        kind: 'text',
        required: true,
        help: l10n.t('The user at that server.'),
        defaultValue: '',
      },
      {
        key: 'sftpPassword',
        label: l10n.t('SFTP password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password of that user.'),
        defaultValue: '',
      },
      {
        key: 'orgName',
        label: l10n.t('Organization name'),
        kind: 'text',
        required: true,
        help: l10n.t('The organization’s name at Verint.'),
        defaultValue: '',
      },
      {
        key: 'dataSourceName',
        label: l10n.t('Data source name'),
        kind: 'text',
        required: true,
        limits: { maxLength: 50 },
        help: l10n.t('The data source at Verint, usually the tenant’s name, an underscore and Verint’s tenant ID.'),
        example: 'Acme_1234',
        defaultValue: '',
      },
      {
        key: 'multipleTenants',
        label: l10n.t('Sync Platform User ID?'),
        kind: 'boolean',
        help: l10n.t('For users that belong to several tenants.'),
        defaultValue: false,
      },
      {
        key: 'scorecardsEnabled',
        label: l10n.t('Scorecards'),
        kind: 'boolean',
        help: l10n.t('Sends data for scorecards.'),
        defaultValue: false,
      },
      {
        key: 'historicalEnabled',
        label: l10n.t('Historical data'),
        kind: 'boolean',
        help: l10n.t('Sends historical data.'),
        defaultValue: false,
      },
    ],
  };
}
