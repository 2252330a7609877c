/** Stands in a word for the `$` or `%` that begins a variable: the shell would have put its value there, and nobody knows it. */
export const VARIABLE = '\uE000';

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
const NUMBERED = /^(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,6})|([0-7]{1,3}))/i;

/** Reads an escape of `$'…'` behind its backslash: what it stands for, and its length. */
function escaped(text: string): { readonly value: string; readonly length: number } {
  const found = NUMBERED.exec(text);
  if (!found) return { value: LETTERS.get(text.charAt(0)) ?? text.charAt(0), length: 1 };
  const hex = found[1] ?? found[2] ?? found[3];
  const code = hex === undefined ? Number.parseInt(found[4] ?? '', 8) : Number.parseInt(hex, 16);
  return { value: code <= 0x10ffff ? String.fromCodePoint(code) : '', length: found[0].length };
}

/** Turns a command as Windows' `cmd` wants it (`^"…^"`, as browsers copy it) into one of plain double quotes. */
function withoutCarets(text: string): string {
  const quote = text.search(/["']/);
  if (quote < 1 || text.charAt(quote - 1) !== '^') return text;
  return text
    .replace(/\^\r?\n/g, ' ')
    .replace(/\^([\s\S])|%(?=[A-Za-z_]\w*%)/g, (_whole, character: string | undefined) => character ?? VARIABLE);
}

/**
 * Splits a command as a POSIX shell would: quotes, `$'…'`, backslashes, line continuations. Nothing is expanded or run;
 * a variable that a shell would expand begins with `VARIABLE`.
 */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | "$'" | undefined;
  const text = withoutCarets(command)
    .replace(/\\\r?\n/g, ' ')
    .replace(/\^\r?\n/g, ' ')
    .replace(/`\r?\n/g, ' ');
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === "'" || (quote === "$'" && character !== '\\')) {
      if (character === "'") quote = undefined;
      else word = (word ?? '') + character;
    } else if (quote === "$'") {
      const { value, length } = escaped(text.slice(at + 1, at + 9));
      word = (word ?? '') + value;
      at += length;
    } else if (character === '\\' && at + 1 < text.length) {
      at += 1;
      const next = text.charAt(at);
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else if (character === '$' && quote === undefined && text.charAt(at + 1) === "'") {
      quote = "$'";
      word ??= '';
      at += 1;
    } else if (character === '$' && /[A-Za-z_{(]/.test(text.charAt(at + 1))) {
      word = (word ?? '') + VARIABLE;
    } else if (quote === '"') {
      if (character === '"') quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === undefined ? words : [...words, word];
}
