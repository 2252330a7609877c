import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';

/** The old page integration: everything is in its listeners (API facts e.2, f). Not the newer Messenger resource (e.3). */
export function facebook(): TypeDefinition {
  return {
    id: 'facebook',
    label: l10n.t('Facebook'),
    summary: l10n.t('Facebook pages; each page is a listener'),
    icon: 'message',
    hasListeners: true,
    fields: [],
  };
}
