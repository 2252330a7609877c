import { VARIABLE } from './model';

/** What stands for itself on a line, and in a word. */
const LINE_RUN = /[^\n^%"&|<>]+/y;
const WORD_RUN = /[^\\"\s]+/y;

function runAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

const VARIABLE_NAME = /^%(?:[A-Z_][A-Z0-9_]+|(?![0-9A-F]{2})[A-Za-z_]\w*)%/;

/** Whether a command was written for Windows' `cmd`: its carets, variables or paths, and no quotes that it does not know. */
export function isCmd(text: string): boolean {
  if (/(?:^|[\s=])'/.test(text) || text.includes('\\\n')) return false;
  return (
    /\^[\n"&|<>%^]/.test(text) ||
    /%(?:[A-Z_][A-Z0-9_]+|[g-zG-Z_]\w*)%|%%/.test(text) ||
    /(?:^|[\s"])[A-Za-z]:\\/.test(text)
  );
}

/** What `cmd` makes of a line before the program splits it: carets gone, variables marked, cut at the command's end. */
function expanded(
  text: string,
  variables: ReadonlyMap<string, string>,
): { readonly line: string; readonly end: number } {
  const parts: string[] = [];
  let isQuoted = false;
  let at = 0;
  for (; at < text.length; at += 1) {
    const run = runAt(LINE_RUN, text, at);
    if (run !== '') {
      parts.push(run);
      at += run.length - 1;
      continue;
    }
    const character = text.charAt(at);
    if (character === '\n') break;
    if (character === '^' && !isQuoted) {
      at += text.charAt(at + 1) === '\n' ? 2 : 1;
      parts.push(text.charAt(at));
    } else if (character === '%') {
      const name = VARIABLE_NAME.exec(text.slice(at, at + 100))?.[0];
      if (name !== undefined) {
        parts.push(variables.get(name.slice(1, -1).toUpperCase()) ?? VARIABLE);
        at += name.length - 1;
      } else {
        parts.push('%');
        // A batch file doubles it.
        if (text.charAt(at + 1) === '%') at += 1;
      }
    } else {
      if (!isQuoted && '&|<>'.includes(character)) break;
      if (character === '"') isQuoted = !isQuoted;
      parts.push(character);
    }
  }
  return { line: parts.join(''), end: at };
}

/** Splits as a Windows program does: `\"` is a quote, but not behind a path such as `"C:\temp\"`. */
function split(line: string): { readonly words: readonly string[]; readonly isOpen: boolean } {
  const words: string[] = [];
  let parts: string[] | undefined;
  let isQuoted = false;
  let isPath = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '\\' && line.charAt(at + 1) === '"' && !(isPath && /^(?:\s|$)/.test(line.charAt(at + 2)))) {
      (parts ??= []).push('"');
      at += 1;
    } else if (character === '"') {
      if (isQuoted && line.charAt(at + 1) === '"') {
        (parts ??= []).push('"');
        at += 1;
        continue;
      }
      isQuoted = !isQuoted;
      parts ??= [];
      isPath = isQuoted && /^[A-Za-z]:\\/.test(line.slice(at + 1, at + 4));
    } else if (!isQuoted && /\s/.test(character)) {
      if (parts) words.push(parts.join(''));
      parts = undefined;
    } else {
      const run = runAt(WORD_RUN, line, at);
      (parts ??= []).push(run === '' ? character : run);
      if (run !== '') at += run.length - 1;
    }
  }
  if (parts) words.push(parts.join(''));
  return { words, isOpen: isQuoted };
}

/** The words of the first command of a text for Windows' `cmd`, and where it ends. */
export function cmdCommand(
  text: string,
  variables: ReadonlyMap<string, string> = new Map(),
): { readonly words: readonly string[]; readonly end: number; readonly isOpen: boolean } {
  const { line, end } = expanded(text, variables);
  return { ...split(line), end };
}
