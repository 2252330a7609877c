import type { Page } from './page';

/** The host takes messages up to this length; a request is far shorter. */
const MAX_REQUEST_LENGTH = 200_000;

const COMMAND = /(?<![\w-])(?:curl(?:\.exe)?|wget|invoke-(?:restmethod|webrequest)|irm|iwr)(?=[\s\\^`])/i;
const JSON_START = /^\s*(?:```\w*\s*)?[[{]/;
const JSON_KEY = /"(?:request|url|info|item|values|method)"\s*:/;

/** Whether the host should look at a pasted text. It decides; this only keeps names and addresses out of its way. */
function looksLikeRequest(text: string): boolean {
  if (text.length > MAX_REQUEST_LENGTH) return false;
  return COMMAND.test(text) || (JSON_START.test(text) && JSON_KEY.test(text));
}

/** Puts a text where the cursor was, as the browser would have. */
function insertText(input: HTMLInputElement, text: string, start: number, end: number): void {
  // A line has no breaks; the browser leaves them out of what is pasted.
  input.setRangeText(text.replace(/[\r\n]+/g, ''), start, end, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** A request pasted whole into a one-line field goes to the host, which fills the form from it; other text stays here. */
export function takeRequest(page: Page, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  const input = event.target;
  if (!page.state.canPaste || page.locked || !(input instanceof HTMLInputElement) || !looksLikeRequest(text)) return;
  const start = input.selectionStart ?? 0;
  const end = input.selectionEnd ?? start;
  event.preventDefault();
  page.pasted(text, () => {
    insertText(input, text, start, end);
  });
}
