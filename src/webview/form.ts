import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import * as l10n from '@vscode/l10n';
import { isHostMessage, PROTOCOL, type HostMessage } from '../form/contract';
import { host } from './connection';
import { Page } from './page';

const root = document.getElementById('form');
const live = document.getElementById('live');
let page: Page | undefined;

function receive(message: HostMessage): void {
  if (message.kind === 'start') {
    if (message.protocol !== PROTOCOL || !root || !live) return;
    if (message.translations) l10n.config({ contents: { ...message.translations } });
    const { key, state } = message;
    const scroll = host.scrolled(key);
    host.continueAfter(state.ackSeq);
    page ??= new Page(root, live, state);
    page.show(state);
    window.scrollTo(0, scroll);
    host.remember(key, scroll);
    window.addEventListener('scrollend', () => {
      host.remember(key, window.scrollY);
    });
    return;
  }
  if (!page) return;
  switch (message.kind) {
    case 'state':
      page.show(message.state);
      break;
    case 'reply':
      page.answered(message.id, message.ok);
      break;
    case 'focus':
      page.focus(message.target);
      break;
    case 'announce':
      page.announce(message.text);
      break;
  }
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (isHostMessage(event.data)) receive(event.data);
});
host.ready();
