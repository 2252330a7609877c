import * as l10n from '@vscode/l10n';
import { isHostMessage, isInitialData } from '../form/contract';
import { host } from './connection';
import { Page } from './page';

function start(root: HTMLElement, live: HTMLElement, data: unknown): void {
  if (!isInitialData(data)) return;
  const { key, state, translations, focus } = data;
  if (translations) l10n.config({ contents: { ...translations } });
  const scroll = host.scrolled(key);
  host.continueAfter(state.ackSeq);
  root.replaceChildren();
  const page = new Page(root, live, state);
  page.draw();
  page.begin(scroll, focus);
  host.remember(key, scroll);
  window.addEventListener('scrollend', () => {
    host.remember(key, window.scrollY);
  });
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isHostMessage(event.data)) page.receive(event.data);
  });
  host.ready();
}

const root = document.getElementById('form');
const live = document.getElementById('live');
const data: unknown = JSON.parse(document.getElementById('data')?.textContent ?? 'null');
if (root && live) start(root, live, data);
