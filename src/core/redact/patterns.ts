import { SECRET_PARTS } from './keys';

/** Tells quickly that a key cannot be secret; only the others are looked at closely. */
const MAYBE_SECRET = /pass|pwd|secr|tok|key|cred|auth|cook|jwt|bear|conn|hook|sign/iu;
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

/** The value after a separator, without its quotes; undefined for an object or list, whose members speak for themselves. */
function valueAfter(text: string, separator: number): Span | undefined {
  let start = separator + 1;
  while (start < separator + 1 + MAX_GAP && text[start] === ' ') start += 1;
  if (text[start] === '{' || text[start] === '[') return undefined;
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
    const value = valueAfter(text, found.index);
    if (!value || value.end <= value.start) continue;
    parts.push(text.slice(copied, value.start), mask);
    copied = value.end;
    separators.lastIndex = value.end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** A credential that shows by its form: how it begins, the first character after it, and whether what lies between is one. */
interface Form {
  readonly start: RegExp;
  readonly end: RegExp;
  /** Leave the beginning itself in the text. */
  readonly keepStart: boolean;
  accepts(run: string): boolean;
}

function isWebToken(run: string): boolean {
  const dot = run.indexOf('.');
  return dot > 8 && run.length - dot > 8;
}

/** Whether a word after `Bearer`, `Basic` or `Token` is a credential and not the next word of a sentence. */
function looksRandom(word: string): boolean {
  return word.length >= 8 && (/[0-9=+/_]/u.test(word) || /[a-z][A-Z]/u.test(word));
}

const FORMS: readonly Form[] = [
  { start: /(?<![A-Za-z0-9_-])eyJ/gu, end: /[^A-Za-z0-9_.-]/gu, keepStart: false, accepts: isWebToken },
  { start: /\b(?:Basic|Bearer|Token) {1,4}/giu, end: /[^A-Za-z0-9+/_.~=-]/gu, keepStart: true, accepts: looksRandom },
  {
    start: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/gu,
    end: /[^A-Za-z0-9+/=\s\\]/gu,
    keepStart: true,
    accepts: (run) => run !== '',
  },
];

function maskForm(text: string, form: Form, mask: string): string {
  const parts: string[] = [];
  let copied = 0;
  form.start.lastIndex = 0;
  for (let found = form.start.exec(text); found; found = form.start.exec(text)) {
    const start = form.keepStart ? form.start.lastIndex : found.index;
    // A search for one character never backtracks; a repeated class would, and overflow the stack on long runs.
    form.end.lastIndex = form.start.lastIndex;
    const end = form.end.exec(text)?.index ?? text.length;
    if (form.accepts(text.slice(start, end))) {
      parts.push(text.slice(copied, start), mask);
      copied = end;
    }
    form.start.lastIndex = Math.max(end, form.start.lastIndex);
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** Takes the credentials out of the addresses in a text: what stands between `://` and the last `@` before the path. */
export function maskUserInfo(text: string, mask: string): string {
  return text.replace(/(:\/\/)[^\s/"'<>]{1,1024}@/gu, `$1${mask}@`);
}

/** Masks what shows by its form alone: JSON web tokens, Authorization values, private keys, credentials inside an address. */
export function maskByPattern(text: string, mask: string): string {
  return maskUserInfo(
    FORMS.reduce((shown, form) => maskForm(shown, form, mask), text),
    mask,
  );
}
