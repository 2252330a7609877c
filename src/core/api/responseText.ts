import { withoutInvisible } from '../base/displayText';
import { spansInViews } from '../redact/decode';
import { knownSpans, prepareSecrets } from '../redact/knownSecrets';
import { mergeSpans, replaceSpans } from '../redact/spans';

const REDACTED = '***';
const MAX_LENGTH = 300;
const WINDOW = 65_536;

function plain(text: string): string {
  return withoutInvisible(text).replace(/\s+/g, ' ').trim();
}

/**
 * Makes a server's text fit to be shown: one line, no control or direction marks, at most 300 characters, and none
 * of the secrets of the request it responds to, in whatever encoding it echoes them.
 */
export function cleanResponseText(text: string, secrets: readonly string[]): string {
  const { encodings, words } = prepareSecrets(secrets);
  const redact = (shown: string): string =>
    encodings.length + words.length === 0
      ? shown
      : replaceSpans(
          shown,
          mergeSpans(spansInViews(shown, (view) => knownSpans(view, encodings, words))),
          () => REDACTED,
        );
  // A text of megabytes costs nothing: it is cut, and what the cut may have halved goes with it.
  const cut = text.length > WINDOW;
  const whole = redact(text.slice(0, WINDOW));
  const longest = Math.max(0, ...encodings.map((encoding) => encoding.length));
  const sure = cut ? whole.slice(0, Math.max(0, whole.length - longest)) : whole;
  const shown = redact(plain(sure));
  return shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…` : shown;
}
