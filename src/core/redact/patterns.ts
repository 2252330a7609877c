import { SECRET_PARTS } from './keys';

/** Tells quickly that a key cannot be secret; only the others are looked at closely. */
const MAYBE_SECRET = new RegExp(`${SECRET_PARTS.map((part) => part.slice(0, 4)).join('|')}|pwd`, 'iu');
const MAX_KEY = 64;
const MAX_GAP = 4;

function isKeyCharacter(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isDigit || isLetter || code === 45 || code === 46 || code === 95;
}

function isSecretWord(key: string): boolean {
  if (!MAYBE_SECRET.test(key)) return false;
  const joined = key.toLowerCase().replace(/[^a-z0-9]/gu, '');
  return joined.endsWith('pwd') || SECRET_PARTS.some((part) => joined.includes(part));
}

/** The key that ends before a separator, without its quotes; empty when there is none. */
function keyBefore(text: string, separator: number): string {
  let end = separator;
  while (end > separator - MAX_GAP && text[end - 1] === ' ') end -= 1;
  if (text[end - 1] === '"' || text[end - 1] === "'") end -= 1;
  while (text[end - 1] === '\\') end -= 1;
  let start = end;
  while (start > 0 && end - start < MAX_KEY && isKeyCharacter(text.charCodeAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

/** Where a quoted value ends: at the next quote that is written the same way, escaped or not. */
function quotedEnd(text: string, start: number, quote: string): number {
  const isEscaped = quote.startsWith('\\');
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + quote.length)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\' && slashes < MAX_GAP * 8) slashes += 1;
    if (isEscaped || slashes % 2 === 0) return at;
  }
  return text.length;
}

function unquotedEnd(text: string, start: number): number {
  const stop = /[\s,;&"'<>)}\]]/gu;
  stop.lastIndex = start;
  return stop.exec(text)?.index ?? text.length;
}

/** Words that stand before the credential in an Authorization header. */
const SCHEME = /^(?:basic|bearer|token|digest|apikey)[ ]{1,4}/iu;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The value after a separator, without its quotes. */
function valueAfter(text: string, separator: number): Span {
  let start = separator + 1;
  while (start < separator + 1 + MAX_GAP && text[start] === ' ') start += 1;
  const quote = /^\\{0,7}["']/u.exec(text.slice(start, start + 8))?.[0];
  if (quote !== undefined) {
    start += quote.length;
    return { start, end: quotedEnd(text, start, quote) };
  }
  const scheme = SCHEME.exec(text.slice(start, start + 16))?.[0] ?? '';
  return { start, end: unquotedEnd(text, start + scheme.length) };
}

/** Masks the values of `password=…`, `"token": "…"`, `Authorization: Basic …` and the like, in one pass. */
export function maskNamedValues(text: string, mask: string): string {
  const separators = /[:=]/gu;
  const parts: string[] = [];
  let copied = 0;
  for (let found = separators.exec(text); found; found = separators.exec(text)) {
    if (!isSecretWord(keyBefore(text, found.index))) continue;
    const { start, end } = valueAfter(text, found.index);
    if (end <= start || start < copied || text[start] === '{' || text[start] === '[') continue;
    parts.push(text.slice(copied, start), mask);
    copied = end;
    separators.lastIndex = end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** Whether a word after `Bearer`, `Basic` or `Token` is a credential and not the next word of a sentence. */
function looksRandom(word: string): boolean {
  return /[0-9=+/_]/u.test(word) || /[a-z][A-Z]/u.test(word);
}

/** Masks what shows by its form alone: JSON web tokens, Authorization values, private keys, credentials inside an address. */
export function maskByForm(text: string, mask: string): string {
  // Each pattern starts where no other match of it can, so that no text makes it look twice at the same characters.
  return text
    .replace(/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/gu, mask)
    .replace(/\b(Basic|Bearer|Token)([ ]{1,4})([A-Za-z0-9+/_.~=-]{8,})/giu, (whole, scheme: string, gap: string, word: string) => (looksRandom(word) ? `${scheme}${gap}${mask}` : whole))
    .replace(/(:\/\/)[^\s/@"'<>]{1,1024}@/gu, `$1${mask}@`)
    .replace(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*/gu, mask);
}
