import { type JsonObject, type JsonValue, isArray, parseJson } from '../base/json';
import { mapInSlices, TimeSlicer } from '../base/timeSlicer';

/** Characters that are parsed in one go: a millisecond or so. */
const PIECE = 64 * 1024;
/** Lists and objects inside each other that are taken apart; what lies deeper is parsed in one go, however long. */
const MAX_DEPTH = 8;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The text is no JSON. Seen by nobody. */
class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** Takes long lists and objects apart and has `JSON.parse` read the parts, so that it judges every character but brackets, commas and colons. */
class Reader {
  readonly #text: string;
  readonly #piece: number;
  readonly #slices = new TimeSlicer();
  #at = 0;

  constructor(text: string, piece: number) {
    this.#text = text;
    this.#piece = piece;
  }

  async whole(): Promise<JsonValue> {
    const value = await this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw new Malformed();
    return value;
  }

  async #value(depth: number): Promise<JsonValue> {
    this.#skipSpace();
    const first = this.#text.charCodeAt(this.#at);
    const isContainer = first === OPEN_LIST || first === OPEN_OBJECT;
    const end = this.#endOf(this.#at, isContainer && depth < MAX_DEPTH ? this.#at + this.#piece : this.#text.length);
    if (end !== undefined) return this.#take(end);
    return first === OPEN_LIST ? this.#list(depth + 1) : this.#object(depth + 1);
  }

  async #list(depth: number): Promise<JsonValue> {
    const items: JsonValue[] = [];
    if (this.#isEmpty(CLOSE_LIST)) return items;
    do {
      items.push(await this.#value(depth));
      if (this.#slices.shouldYield) await this.#slices.yield();
    } while (this.#goesOn(CLOSE_LIST));
    return items;
  }

  async #object(depth: number): Promise<JsonObject> {
    const entries: [string, JsonValue][] = [];
    if (this.#isEmpty(CLOSE_OBJECT)) return {};
    do {
      this.#skipSpace();
      const key = this.#take(this.#endOf(this.#at, this.#text.length) ?? this.#text.length);
      if (typeof key !== 'string') throw new Malformed();
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#at) !== COLON) throw new Malformed();
      this.#at += 1;
      entries.push([key, await this.#value(depth)]);
      if (this.#slices.shouldYield) await this.#slices.yield();
    } while (this.#goesOn(CLOSE_OBJECT));
    // Not by assignment: a key may be `__proto__`.
    return Object.fromEntries(entries);
  }

  /** Steps over the bracket that opens, and over the one that closes if nothing else comes before it. */
  #isEmpty(close: number): boolean {
    this.#at += 1;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== close) return false;
    this.#at += 1;
    return true;
  }

  /** Steps over the comma or the bracket after a value; true where another value follows. */
  #goesOn(close: number): boolean {
    this.#skipSpace();
    const next = this.#text.charCodeAt(this.#at);
    if (next !== COMMA && next !== close) throw new Malformed();
    this.#at += 1;
    return next === COMMA;
  }

  #take(end: number): JsonValue {
    const value = parseJson(this.#text.slice(this.#at, end));
    if (value === undefined) throw new Malformed();
    this.#at = end;
    return value;
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at += 1;
  }

  /** Where the value that begins at `start` ends; undefined where that is beyond `limit`. */
  #endOf(start: number, limit: number): number | undefined {
    const text = this.#text;
    let depth = 0;
    for (let at = start; at < limit; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        at = this.#closingQuote(at);
        if (depth === 0) return at + 1;
      } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        depth += 1;
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        // A number or a word ends before the bracket of what it is in.
        if (depth === 0) return at;
        depth -= 1;
        if (depth === 0) return at + 1;
      } else if (depth === 0 && (code === COMMA || code === COLON)) {
        return at;
      }
    }
    return limit >= text.length ? text.length : undefined;
  }

  #closingQuote(open: number): number {
    const text = this.#text;
    for (let from = open + 1; ;) {
      const quote = text.indexOf('"', from);
      if (quote < 0) return text.length;
      let before = quote - 1;
      while (text.charCodeAt(before) === BACKSLASH && before >= from) before -= 1;
      if ((quote - before) % 2 === 1) return quote;
      from = quote + 1;
    }
  }
}

/**
 * Parses JSON text of any length, giving way to others in between.
 * @param piece characters that are parsed in one go.
 * @returns what `JSON.parse` gives; undefined for what is no JSON. Never throws.
 */
export async function parseInSlices(text: string, piece = PIECE): Promise<JsonValue | undefined> {
  if (text.length <= piece) return parseJson(text);
  try {
    return await new Reader(text, piece).whole();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Writes a record as `JSON.stringify` does, giving way to others between the rows of its lists. */
export async function stringifyInSlices(record: JsonObject): Promise<string> {
  const members: string[] = [];
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const text = isArray(value)
      ? `[${(await mapInSlices(value, (row) => JSON.stringify(row))).join(',')}]`
      : JSON.stringify(value);
    members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}
