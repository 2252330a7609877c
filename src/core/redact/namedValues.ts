import { isSecretKey, isWeakSecretKey } from './keys';
import { looksRandom } from './forms';
import { forwardSearch, type Span } from './spans';

const MAX_KEY = 64;
const MAX_GAP = 4;

/** Words that name a credential in a query only: `?code=…` is a grant, `"code": …` may be a country. */
const QUERY_WORDS = new Set([
  'sig',
  'code',
  'hmac',
  'assertion',
  'ticket',
  'session',
  'sid',
  'sessionid',
  'jsessionid',
]);
/** What a header or parameter calls its name and its value where both are values: `{ "key": "X-Token", "value": "…" }`. */
const NAME_KEYS = new Set(['key', 'name', 'header', 'field', 'parameter', 'param', 'k', 'n']);
const VALUE_KEYS = new Set(['value', 'val', 'content', 'text', 'data', 'v']);
/** Words that say little by themselves: what stands before them says whether they are about a secret. */
const NEEDS_WORD_BEFORE = /^(?:key|code|value|string|phrase|word|header|id)$/iu;

/** Whether a key names the name, or the value, of a pair. */
export function pairPart(key: string): 'name' | 'value' | undefined {
  const lower = key.toLowerCase();
  if (NAME_KEYS.has(lower)) return 'name';
  return VALUE_KEYS.has(lower) ? 'value' : undefined;
}

function isKeyCharacter(code: number): boolean {
  if (code < 128) {
    const isDigit = code >= 48 && code <= 57;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    return isDigit || isLetter || code === 45 || code === 46 || code === 95;
  }
  return code !== 0xa0 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x3003);
}

function wordBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < MAX_KEY && isKeyCharacter(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

interface Key {
  readonly name: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

/** The key that ends before a separator, without its quotes; its name is empty when there is none. */
function keyBefore(text: string, separator: number): Key {
  let end = separator;
  while (end > separator - MAX_GAP && text[end - 1] === ' ') end -= 1;
  const isQuoted = text[end - 1] === '"' || text[end - 1] === "'";
  if (isQuoted) end -= 1;
  // An address that holds JSON was given slashes for its backslashes when it was put in order.
  while (text[end - 1] === '\\' || (isQuoted && text[end - 1] === '/')) end -= 1;
  const start = wordBefore(text, end);
  const name = text.slice(start, end);
  if (text[separator] !== ':' || text[start - 1] !== ' ' || !NEEDS_WORD_BEFORE.test(name))
    return { name, start, isQuoted };
  const before = wordBefore(text, start - 1);
  return { name: text.slice(before, end), start: before, isQuoted };
}

/** Where a quoted value ends: at the next quote that is written the same way, escaped or not. */
function quotedEnd(text: string, start: number, quote: string): number {
  const isEscaped = quote.length > 1;
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + quote.length)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\' && slashes < MAX_GAP * 8) slashes += 1;
    if (isEscaped || slashes % 2 === 0) return at;
  }
  return text.length;
}

/** Where an object or list ends; brackets in its texts count too, so it may end late, or with the text. */
function blockEnd(text: string, start: number): number {
  const brackets = /[{}[\]]/gu;
  brackets.lastIndex = start;
  let depth = 0;
  for (let found = brackets.exec(text); found; found = brackets.exec(text)) {
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    if (depth === 0) return found.index + 1;
  }
  return text.length;
}

/** Reads the values of a text, from its start to its end. */
class ValueReader {
  readonly #text: string;
  readonly #wordEnd: (from: number) => number;
  readonly #queryEnd: (from: number) => number;
  readonly #listEnd: (from: number) => number;
  readonly #lineEnd: (from: number) => number;
  readonly #quoteEnds: Readonly<Record<string, (from: number) => number>>;

  constructor(text: string) {
    this.#text = text;
    // A quote inside a value is part of it; one that closes something is followed by what separates values.
    this.#wordEnd = forwardSearch(
      text,
      /[\s;<>]|["'](?=[\s,;:)}\]<>]|$)|[,)}\]](?:[\s,;)}\]"']|$)|,(?=["']?[\w.-]{1,40}["']?[:=])|&(?=[\w.-]{1,40}=)/u,
    );
    this.#queryEnd = forwardSearch(text, /[&#\s"'<>]/u);
    this.#listEnd = forwardSearch(text, /[;\r\n]|"(?=[\s,;:)}\]]|$)/u);
    this.#lineEnd = forwardSearch(text, /[\r\n]|(?<!=)"(?!,\s?\w{1,40}=)/u);
    this.#quoteEnds = { '"': forwardSearch(text, /"/u), "'": forwardSearch(text, /'/u) };
  }

  /** The value after a separator, without its quotes; undefined where there is none, or only a word such as `null`. */
  read(separator: number, key: Key): Span | undefined {
    const span = this.#span(separator, key);
    return span.end <= span.start || /^(?:null|true|false|\[\]|\{\})$/u.test(this.#text.slice(span.start, span.end))
      ? undefined
      : span;
  }

  #span(separator: number, key: Key): Span {
    const text = this.#text;
    let start = separator + 1;
    while (start < separator + 3 && (text[start] === '=' || text[start] === '>')) start += 1;
    const gapEnd = start + MAX_GAP;
    while (start < gapEnd && /^\s$/u.test(text[start] ?? '')) start += 1;
    if (text[start] === '{' || text[start] === '[') return { start, end: blockEnd(text, start) };
    const quote = /^[\\/]{0,7}["']/u.exec(text.slice(start, start + 8))?.[0];
    if (quote !== undefined) {
      start += quote.length;
      return { start, end: quotedEnd(text, start, quote) };
    }
    return { start, end: this.#unquotedEnd(start, text[separator] === '=', key) };
  }

  #unquotedEnd(start: number, isAssignment: boolean, key: Key): number {
    const text = this.#text;
    const before = text[key.start - 1] ?? '';
    if (isQueryMark(before)) return this.#queryEnd(start);
    const closing = key.isQuoted ? undefined : this.#quoteEnds[before]?.(start);
    if (closing !== undefined && closing < text.length) return closing;
    if (/authorization|cookie/iu.test(key.name)) return this.#lineEnd(start);
    const listEnd = isAssignment ? this.#listEnd(start) : text.length;
    return text[listEnd] === ';' ? listEnd : this.#wordEnd(start);
  }
}

function isQueryMark(character: string): boolean {
  return character === '?' || character === '&' || character === '#';
}

/** The members of the object that is being read, as far as they may be the name and the value of a pair. */
class Pair {
  readonly #spans: Span[];
  #isSecret = false;
  #value: Span | undefined;
  /** The value of a member called `key`: a secret, unless it turns out to be the name in a pair. */
  #lonely: Span | undefined;

  constructor(spans: Span[]) {
    this.#spans = spans;
  }

  name(isSecret: boolean, lonely: Span | undefined): void {
    this.#isSecret ||= isSecret;
    if (this.#value && isSecret) this.#spans.push(this.#value);
    if (!this.#value) this.#lonely = lonely;
  }

  value(span: Span): void {
    this.#value = span;
    this.#lonely = undefined;
    if (this.#isSecret) this.#spans.push(span);
  }

  end(): void {
    if (this.#lonely) this.#spans.push(this.#lonely);
    this.#lonely = undefined;
    this.#value = undefined;
    this.#isSecret = false;
  }
}

/** Finds the values of `password=…`, `"token": "…"`, `Authorization: Basic …`, `?sig=…`, `key="X-Token" value="…"`. */
export function namedValueSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  const reader = new ValueReader(text);
  const pair = new Pair(spans);
  const marks = /[:={}[\]<>]/gu;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const separator = found[0];
    if (separator !== ':' && separator !== '=') {
      pair.end();
      continue;
    }
    const key = keyBefore(text, found.index);
    if (key.name === '') continue;
    const isSecret = isSecretAt(text, key, separator);
    const part = pairPart(key.name);
    const value = isSecret || part !== undefined ? reader.read(found.index, key) : undefined;
    if (!value) continue;
    const written = text.slice(value.start, Math.min(value.end, value.start + 256));
    // A word such as "key" also stands before plain words in a sentence or a row of settings.
    const isPlain = !key.isQuoted && separator === ':' && isWeakSecretKey(key.name) && !looksRandom(written, 6);
    if (part === 'name') pair.name(isSecretKey(written), isSecret && !isPlain ? value : undefined);
    else if (part === 'value') pair.value(value);
    else if (!isPlain) {
      spans.push(value);
      marks.lastIndex = value.end;
    }
  }
  pair.end();
  return spans;
}

function isSecretAt(text: string, key: Key, separator: string): boolean {
  const isInQuery = separator === '=' && isQueryMark(text[key.start - 1] ?? '');
  return isSecretKey(key.name) || (isInQuery && QUERY_WORDS.has(key.name.toLowerCase()));
}
