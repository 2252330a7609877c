import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Voice by Plivo, frozen (API facts e.2). */
export function plivo(): TypeDefinition {
  return {
    id: 'plivo',
    label: l10n.t('Plivo'),
    summary: l10n.t('Voice calls by Plivo, no longer offered'),
    icon: 'phone',
    optional: ['webRtc'],
    summaryFields: { user: 'authId' },
    fields: [
      {
        key: 'authId',
        label: l10n.t('Auth ID'),
        kind: 'text',
        required: true,
        help: l10n.t('Identifies the Plivo account.'),
        defaultValue: '',
      },
      {
        key: 'authToken',
        label: l10n.t('Auth token'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The password of the Plivo account.'),
        defaultValue: '',
      },
      {
        key: 'webRtc',
        label: l10n.t('WebRTC'),
        kind: 'boolean',
        help: l10n.t('Lets agents take calls in the browser.'),
        defaultValue: false,
      },
    ],
  };
}
