import { nestedEnd } from './nested';
import { VARIABLE } from './model';

/** One simple command of a shell text: what it is given, and where the text behind it begins. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly end: number;
  /** Why it cannot be trusted: the text ends inside quotes. */
  readonly isOpen: boolean;
  readonly hasTypographic: boolean;
}

/** Texts that variables inside variables could make grow without end are cut off here. */
const MAX_WORDS_LENGTH = 256 * 1024;

/** What `$'…'` writes with a backslash and one letter. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['e', '\u001B'],
  ['f', '\f'],
  ['v', '\v'],
]);
/** What stands for itself, outside quotes and inside double ones. */
const PLAIN_RUN = /[\w.,:/@%+?*~^!{}[\]-]+/y;
const DOUBLE_QUOTED_RUN = /[^"\\$`]+/y;
const BYTES = /^(?:\\x[0-9a-f]{1,2}|\\[0-7]{1,3})+/i;
const CODE_POINT = /^\\(?:u([0-9a-f]{1,4})|U([0-9a-f]{1,8}))/;
const NAME = /^(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|[{(0-9@*#?$!-])/;
/** Quotes as text processors set them, each with those that end it. */
const TYPOGRAPHIC: ReadonlyMap<string, string> = new Map([
  ...['“', '”', '„', '‟', '«', '»'].map((quote): [string, string] => [quote, '“”«»"']),
  ...['‘', '’', '‚', '‛', '‹', '›'].map((quote): [string, string] => [quote, "‘’‹›'"]),
]);

/** Reads the commands of a text one by one, as bash would split them. Nothing is run; variables known here are put in. */
export class ShellReader {
  readonly #text: string;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #hereDocuments: string[] = [];
  #at: number;
  #words: string[] = [];
  #length = 0;
  #parts: string[] | undefined;
  #skipNext: 'word' | 'delimiter' | undefined;
  #isOpen = false;
  #hasTypographic = false;

  constructor(text: string, variables: ReadonlyMap<string, string> = new Map(), start = 0) {
    this.#text = text;
    this.#variables = variables;
    this.#at = start;
  }

  /** The next command, empty ones too; undefined at the end of the text. */
  next(): ShellCommand | undefined {
    if (this.#at >= this.#text.length) return undefined;
    this.#words = [];
    this.#hasTypographic = false;
    while (this.#at < this.#text.length && !this.#step());
    this.#endWord();
    this.#skipNext = undefined;
    return {
      words: this.#words,
      end: this.#at,
      isOpen: this.#isOpen,
      hasTypographic: this.#hasTypographic,
    };
  }

  #add(text: string): void {
    this.#parts ??= [];
    this.#length += text.length;
    this.#parts.push(this.#length > MAX_WORDS_LENGTH ? VARIABLE : text);
  }

  #endWord(): void {
    if (!this.#parts) return;
    const word = this.#parts.join('');
    this.#parts = undefined;
    if (this.#skipNext === 'delimiter') this.#hereDocuments.push(word);
    else if (this.#skipNext === undefined) this.#words.push(word);
    this.#skipNext = undefined;
  }

  /** One character or more outside quotes; true at the end of the command. */
  #step(): boolean {
    const character = this.#text.charAt(this.#at);
    const rest = this.#text.charAt(this.#at + 1);
    switch (character) {
      case '\n':
        this.#at += 1;
        this.#endWord();
        this.#skipHereDocuments();
        return true;
      case '&':
        if (rest === '>') {
          this.#at += 1;
          return false;
        }
        this.#at += 1;
        return true;
      case ';':
      case '|':
      case '(':
      case ')':
        this.#at += 1;
        return true;
      case '<':
      case '>':
        this.#redirect();
        return false;
      case '\\':
        this.#at += 2;
        if (rest !== '\n') this.#add(rest);
        return false;
      case "'":
        this.#at += 1;
        this.#until("'");
        return false;
      case '"':
        this.#at += 1;
        this.#doubleQuoted();
        return false;
      case '$':
        this.#dollar(false);
        return false;
      case '`':
        this.#backticks();
        return false;
      default:
        this.#plain(character);
        return false;
    }
  }

  #plain(character: string): void {
    if (/\s/.test(character)) {
      this.#endWord();
      this.#at += 1;
      return;
    }
    if (character === '#' && !this.#parts) {
      const lineEnd = this.#text.indexOf('\n', this.#at);
      this.#at = lineEnd < 0 ? this.#text.length : lineEnd;
      return;
    }
    const run = this.#run(PLAIN_RUN);
    if (run !== '') {
      this.#add(run);
      return;
    }
    const closing = TYPOGRAPHIC.get(character);
    this.#at += 1;
    if (closing === undefined || (this.#parts && this.#parts.at(-1) !== '=')) {
      this.#add(character);
      return;
    }
    this.#hasTypographic = true;
    this.#until(closing);
  }

  /** Takes the text up to the first of some quotes as it is. */
  #until(closing: string): void {
    let end = this.#at;
    while (end < this.#text.length && !closing.includes(this.#text.charAt(end))) end += 1;
    if (end >= this.#text.length) this.#isOpen = true;
    this.#add(this.#text.slice(this.#at, end));
    this.#at = end + 1;
  }

  #doubleQuoted(): void {
    this.#add('');
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') {
        this.#at += 1;
        return;
      }
      if (character === '$') this.#dollar(true);
      else if (character === '`') this.#backticks();
      else if (character === '\\' && '"\\$`\n'.includes(this.#text.charAt(this.#at + 1))) {
        const next = this.#text.charAt(this.#at + 1);
        if (next !== '\n') this.#add(next);
        this.#at += 2;
      } else {
        const run = this.#run(DOUBLE_QUOTED_RUN);
        this.#add(run === '' ? character : run);
        if (run === '') this.#at += 1;
      }
    }
    this.#isOpen = true;
  }

  /** Reads what a sticky pattern takes from here on. */
  #run(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const run = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += run.length;
    return run;
  }

  #dollar(isQuoted: boolean): void {
    const next = this.#text.charAt(this.#at + 1);
    if (!isQuoted && (next === "'" || next === '"')) {
      this.#at += 2;
      if (next === "'") this.#ansiQuoted();
      else this.#doubleQuoted();
      return;
    }
    const found = NAME.exec(this.#text.slice(this.#at + 1, this.#at + 200));
    this.#at += 1;
    if (!found) {
      this.#add('$');
      return;
    }
    const name = found[1] ?? found[2];
    if (name !== undefined) {
      this.#at += found[0].length;
      this.#add(this.#variables.get(name) ?? VARIABLE);
      return;
    }
    this.#add(VARIABLE);
    if (found[0] === '(') this.#skipNested('(', ')');
    else if (found[0] === '{') this.#skipNested('{', '}');
    else this.#at += 1;
  }

  #backticks(): void {
    this.#add(VARIABLE);
    const end = this.#text.indexOf('`', this.#at + 1);
    if (end < 0) this.#isOpen = true;
    this.#at = end < 0 ? this.#text.length : end + 1;
  }

  /** Skips what stands in brackets, with brackets and quotes inside. */
  #skipNested(open: string, close: string): void {
    const end = nestedEnd(this.#text, this.#at, {
      open,
      close,
      isEscape: (character, quote) => character === '\\' && quote !== "'",
    });
    this.#at = end ?? this.#text.length;
    if (end === undefined) this.#isOpen = true;
  }

  /** The inside of `$'…'`. Bytes that stand together are UTF-8. */
  #ansiQuoted(): void {
    this.#add('');
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === "'") {
        this.#at += 1;
        return;
      }
      if (character !== '\\') {
        this.#add(character);
        this.#at += 1;
        continue;
      }
      const rest = this.#text.slice(this.#at, this.#at + 400);
      const bytes = BYTES.exec(rest)?.[0];
      const code = CODE_POINT.exec(rest);
      if (bytes !== undefined) {
        const values = bytes.split('\\').slice(1);
        const numbers = values.map((value) => Number.parseInt(value.replace(/^x/i, ''), /^x/i.test(value) ? 16 : 8));
        this.#add(Buffer.from(numbers).toString('utf8'));
        this.#at += bytes.length;
      } else if (code) {
        const point = Number.parseInt(code[1] ?? code[2] ?? '', 16);
        this.#add(point <= 0x10ffff ? String.fromCodePoint(point) : '');
        this.#at += code[0].length;
      } else {
        const next = this.#text.charAt(this.#at + 1);
        this.#add(LETTERS.get(next) ?? next);
        this.#at += 2;
      }
    }
    this.#isOpen = true;
  }

  /** `>file`, `2>&1`, `<<EOF`, `<(command)`; `<host>` is what documentation writes for a value. */
  #redirect(): void {
    const rest = this.#text.slice(this.#at, this.#at + 80);
    const placeholder = /^<[A-Za-z][\w .-]{0,60}>/.exec(rest)?.[0];
    if (placeholder !== undefined) {
      this.#add(placeholder);
      this.#at += placeholder.length;
      return;
    }
    if (/^[<>]\(/.test(rest)) {
      this.#add(VARIABLE);
      this.#at += 1;
      this.#skipNested('(', ')');
      return;
    }
    if (this.#parts && /^\d+$/.test(this.#parts.join(''))) this.#parts = undefined;
    this.#endWord();
    const operator = /^(?:<<<|<<-?|<&|<>|>>|>\||>&|[<>])/.exec(rest)?.[0] ?? '>';
    this.#at += operator.length;
    this.#skipNext = operator === '<<' || operator === '<<-' ? 'delimiter' : 'word';
  }

  /** Behind the line of `<<EOF`: its text, up to the line with the word alone. */
  #skipHereDocuments(): void {
    for (const delimiter of this.#hereDocuments.splice(0)) {
      let isFound = false;
      while (!isFound && this.#at < this.#text.length) {
        const lineEnd = this.#text.indexOf('\n', this.#at);
        const end = lineEnd < 0 ? this.#text.length : lineEnd;
        isFound = this.#text.slice(this.#at, end).trim() === delimiter;
        this.#at = end + 1;
      }
    }
  }
}
