import { nestedEnd } from './nested';
import { VARIABLE } from './model';

/** One token of PowerShell: a word, or `@{…}` with its inside as `table`. */
export interface PowerShellToken {
  readonly text: string;
  readonly table?: string;
}

export interface PowerShellCommand {
  readonly tokens: readonly PowerShellToken[];
  readonly end: number;
  readonly isOpen: boolean;
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', ''],
]);
const NAME = /^\$(?:\{(?:env:)?([\w:]{1,100})\}|(?:env:)?([A-Za-z_]\w{0,100}))/i;

/** Reads the commands of a PowerShell text one by one. Nothing is run; variables known here are put in. */
export class PowerShellReader {
  readonly #text: string;
  readonly #variables: ReadonlyMap<string, string>;
  #at: number;
  #parts: string[] | undefined;
  #isOpen = false;

  constructor(text: string, variables: ReadonlyMap<string, string> = new Map(), start = 0) {
    this.#text = text;
    this.#variables = variables;
    this.#at = start;
  }

  /** The next command, empty ones too; undefined at the end of the text. */
  next(): PowerShellCommand | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const tokens: PowerShellToken[] = [];
    const endWord = (): void => {
      if (this.#parts) tokens.push({ text: this.#parts.join('') });
      this.#parts = undefined;
    };
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      const next = this.#text.charAt(this.#at + 1);
      if (character === '@' && next === '{' && !this.#parts) {
        const start = this.#at + 2;
        this.#at += 1;
        this.#skipNested('{', '}');
        tokens.push({ text: '', table: this.#text.slice(start, this.#at - 1) });
      } else if (character === '=' && !this.#parts) {
        this.#at += 1;
        tokens.push({ text: '=' });
      } else if ('\n;|&><'.includes(character)) {
        endWord();
        this.#at += 1;
        break;
      } else if (character === '#' && !this.#parts) {
        const lineEnd = this.#text.indexOf('\n', this.#at);
        this.#at = lineEnd < 0 ? this.#text.length : lineEnd;
      } else if (/\s/.test(character)) {
        endWord();
        this.#at += 1;
      } else {
        this.#step(character, next);
      }
    }
    endWord();
    return { tokens, end: this.#at, isOpen: this.#isOpen };
  }

  #add(text: string): void {
    (this.#parts ??= []).push(text);
  }

  #step(character: string, next: string): void {
    if (character === '`') {
      if (next !== '\n') this.#add(LETTERS.get(next) ?? next);
      this.#at += 2;
    } else if ("'‘’‚‛".includes(character)) {
      this.#quoted("'‘’‚‛", false);
    } else if ('"“”„'.includes(character)) {
      this.#quoted('"“”„', true);
    } else if (character === '$') {
      this.#dollar();
    } else if (character === '(') {
      this.#add(VARIABLE);
      this.#skipNested('(', ')');
    } else {
      this.#add(character);
      this.#at += 1;
    }
  }

  /** A string; a doubled quote is one. */
  #quoted(quotes: string, isExpanded: boolean): void {
    this.#add('');
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      const next = this.#text.charAt(this.#at + 1);
      if (quotes.includes(character)) {
        this.#at += 1;
        if (next === '' || !quotes.includes(next)) return;
        this.#add(next);
        this.#at += 1;
      } else if (isExpanded && character === '`') {
        this.#add(LETTERS.get(next) ?? next);
        this.#at += 2;
      } else if (isExpanded && character === '$') {
        this.#dollar();
      } else {
        this.#add(character);
        this.#at += 1;
      }
    }
    this.#isOpen = true;
  }

  #dollar(): void {
    const found = NAME.exec(this.#text.slice(this.#at, this.#at + 120));
    if (found) {
      this.#add(this.#variables.get((found[1] ?? found[2] ?? '').toLowerCase()) ?? VARIABLE);
      this.#at += found[0].length;
      return;
    }
    this.#at += 1;
    if (this.#text.charAt(this.#at) !== '(') {
      this.#add('$');
      return;
    }
    this.#add(VARIABLE);
    this.#skipNested('(', ')');
  }

  #skipNested(open: string, close: string): void {
    const end = nestedEnd(this.#text, this.#at, { open, close, isEscape: (character) => character === '`' });
    this.#at = end ?? this.#text.length;
    if (end === undefined) this.#isOpen = true;
  }
}
