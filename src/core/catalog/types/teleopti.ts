import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Workforce management by Teleopti, known from one console only (API facts e.2). */
export function teleopti(): TypeDefinition {
  return {
    id: 'teleopti',
    label: l10n.t('Teleopti'),
    summary: l10n.t('Workforce management by Teleopti'),
    icon: 'calendar',
    optional: [
      'ftpUrl',
      'ftpUsername',
      'ftpPassword',
      'authKey',
      'teleoptiUrl',
      'platformTypeId',
      'sourceId',
      'multipleTenants',
    ],
    summaryFields: { host: 'teleoptiUrl', user: 'ftpUsername' },
    fields: [
      {
        key: 'protocol',
        label: l10n.t('Protocol'),
        kind: 'choice',
        required: true,
        help: l10n.t('How files reach Teleopti.'),
        defaultValue: 'none',
        options: [
          { value: 'none', label: l10n.t({ message: 'None', comment: ['a protocol'] }) },
          { value: 'ftp', label: l10n.t('FTP') },
        ],
      },
      {
        key: 'ftpUrl',
        label: l10n.t('FTP server'),
        kind: 'text',
        help: l10n.t('The server that files are uploaded to.'),
        example: 'ftp.example.com',
        defaultValue: '',
      },
      {
        key: 'ftpUsername',
        label: l10n.t('FTP user name'),
        kind: 'text',
        help: l10n.t('The user at that server.'),
        defaultValue: '',
      },
      {
        key: 'ftpPassword',
        label: l10n.t('FTP password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        help: l10n.t('The password of that user.'),
        defaultValue: '',
      },
      {
        key: 'teleoptiUrl',
        label: l10n.t('Teleopti URL'),
        kind: 'text',
        help: l10n.t('The URL of Teleopti’s real-time adherence service.'),
        example: 'https://acme.teleopticloud.com',
        defaultValue: '',
      },
      {
        key: 'authKey',
        label: l10n.t('Authentication key'),
        kind: 'text',
        secret: true,
        help: l10n.t('The key of that service.'),
        defaultValue: '',
      },
      {
        key: 'platformTypeId',
        label: l10n.t('Platform type ID'),
        kind: 'text',
        help: l10n.t('Identifies CxEngage at Teleopti.'),
        defaultValue: '',
      },
      {
        key: 'sourceId',
        label: l10n.t('Source ID'),
        kind: 'text',
        help: l10n.t('Identifies this tenant at Teleopti.'),
        defaultValue: '',
      },
      {
        key: 'multipleTenants',
        label: l10n.t('Sync Platform User ID?'),
        kind: 'boolean',
        help: l10n.t('For users that belong to several tenants.'),
        defaultValue: false,
      },
    ],
  };
}
