import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** Voice by the vendor's own network (API facts e.2). The account id counts as secret there. */
export function serenovaVoice(): TypeDefinition {
  return {
    id: 'serenova-voice',
    label: l10n.t('Serenova GVN'),
    summary: l10n.t('Voice calls by the vendor’s own network'),
    icon: 'phone',
    fields: [
      {
        key: 'accountId',
        label: l10n.t('Account ID'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The account at the voice network.'),
        defaultValue: '',
      },
      {
        key: 'apiKey',
        label: l10n.t('API key'),
        kind: 'text',
        secret: true,
        required: true,
        help: l10n.t('The key of that account.'),
        defaultValue: '',
      },
    ],
  };
}
