import { looksRandom } from './forms';
import { isSecretKey } from './keys';
import type { Span } from './spans';

/** Options of curl whose value is a credential, beside those whose names say so. */
const LONG_OPTIONS = new Set([
  'user',
  'proxy-user',
  'cert',
  'proxy-cert',
  'oauth2-bearer',
  'aws-sigv4',
  'pass',
  'auth',
]);
/** An option after a space or at the beginning: its dashes and name. */
const OPTION = /(?<![^\s"'`(])(-{1,2})([A-Za-z][\w-]{0,63})(?![\w-])/gu;
/** Curl's user, proxy user, cookie and certificate, alone, last of several letters, or with the value written to it. */
const ATTACHED = /(?<![^\s"'`(])-[uUbE](?=[^\s-])/gu;

/** The word, or the text in quotes, that begins at a position. */
function argumentAt(text: string, from: number): Span {
  let start = from;
  while (start < from + 8 && /^[\s=^\\]$/u.test(text[start] ?? '')) start += 1;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, start + 1);
    return { start: start + 1, end: end < 0 ? text.length : end };
  }
  const space = /[\s"']/gu;
  space.lastIndex = start;
  return { start, end: space.exec(text)?.index ?? text.length };
}

/** Finds credentials in a command line: `curl -u user:password`, `--user=…`, `wget --password …`. */
export function commandLineSpans(text: string): readonly Span[] {
  const isCurl = /\bcurl\b/iu.test(text);
  const spans: Span[] = [];
  for (const { 0: option, 1: dashes, 2: name = '', index } of text.matchAll(OPTION)) {
    const isNamed = dashes === '--' && (LONG_OPTIONS.has(name) || isSecretKey(name));
    const isShort = isCurl && dashes === '-' && /^[a-zA-Z#]{0,8}[uUbE]$/u.test(name);
    if (!isNamed && !isShort) continue;
    const value = argumentAt(text, index + option.length);
    if (value.end > value.start && text[value.start] !== '-') spans.push(value);
  }
  if (!isCurl) return spans;
  for (const { 0: option, index } of text.matchAll(ATTACHED)) {
    const value = argumentAt(text, index + option.length);
    const written = text.slice(value.start, value.end);
    if (written.includes(':') || looksRandom(written)) spans.push(value);
  }
  return spans;
}
