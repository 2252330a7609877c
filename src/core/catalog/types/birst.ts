import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** The former reporting product, retired (API facts e.2). */
export function birst(): TypeDefinition {
  return {
    id: 'birst',
    label: l10n.t('Birst'),
    summary: l10n.t('Former reporting product, retired'),
    icon: 'chart',
    summaryFields: { host: 'birstBaseUrl', user: 'birstAdminUsername' },
    fields: [
      {
        key: 'birstBaseUrl',
        label: l10n.t('Base URL'),
        kind: 'url',
        required: true,
        help: l10n.t('The URL of Birst.'),
        example: 'https://bi.example.com',
        defaultValue: '',
      },
      {
        key: 'birstAdminUsername',
        label: l10n.t('Administrator'),
        kind: 'text',
        required: true,
        help: l10n.t('The user that administers the space.'),
        defaultValue: '',
      },
      {
        key: 'birstAdminPassword',
        label: l10n.t('Administrator password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password of that user.'),
        defaultValue: '',
      },
      {
        key: 'birstDashboardVersion',
        label: l10n.t('Dashboard version'),
        kind: 'text',
        required: true,
        help: l10n.t('The version of the dashboards.'),
        defaultValue: '',
      },
      {
        key: 'birstSpaceId',
        label: l10n.t('Space ID'),
        kind: 'text',
        required: true,
        help: l10n.t('The UUID of the space.'),
        example: '01234567-89ab-cdef-0123-456789abcdef',
        defaultValue: '',
        limits: {
          pattern: {
            source: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
            message: l10n.t('A space ID is a UUID, for example {0}.', '01234567-89ab-cdef-0123-456789abcdef'),
          },
        },
      },
      {
        key: 'birstSsoPassword',
        label: l10n.t('Single sign-on password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password for single sign-on.'),
        defaultValue: '',
      },
    ],
  };
}
