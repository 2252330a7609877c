import { cmdCommand, isCmd } from './cmd';
import { VARIABLE, type PasteRefusal } from './model';
import { PowerShellReader } from './powerShell';
import { ShellReader } from './shell';

/** The arguments of the first curl command in a text, and the text behind it. */
export interface CurlCommand {
  readonly words: readonly string[];
  readonly behind: string;
  readonly hasTypographic: boolean;
}

type Found = CurlCommand | { readonly refusal: PasteRefusal };

const CURL = /^(?:[^\n]*[\\/])?curl(?:\.exe)?$/i;
/** Commands that run another one, given among their words. */
const RUNNERS =
  /^(?:time|sudo|doas|env|nohup|nice|ionice|command|exec|builtin|noglob|stdbuf|timeout|watch|xargs|strace|caffeinate|winpty|wsl|kubectl|oc|docker|podman|ssh|torify|proxychains4?|bash|sh|zsh|dash|call|start|RUN|-|\$|%|#|>|!|\{|then|do|else|if|while|until)$/;
const PROMPT_END = /[$#%>❯➜»λ]$/u;
const NESTED_CURL = /^\s*curl(?:\.exe)?\s/;
const ASSIGNMENT = /^([A-Za-z_]\w{0,100})=([\s\S]*)$/;

/** Where the words of curl begin behind prompts, assignments and commands that run others; or the text one of those runs. */
function argumentsOf(words: readonly string[]): readonly string[] | { readonly nested: string } | undefined {
  let at = 0;
  while (at < words.length && ASSIGNMENT.test(words[at] ?? '')) at += 1;
  const promptEnd = words.slice(at, at + 4).findIndex((word) => PROMPT_END.test(word) && word.length > 1);
  if (promptEnd >= 0 && !CURL.test(words[at] ?? '')) at += promptEnd + 1;
  const first = words[at] ?? '';
  if (CURL.test(first)) return words.slice(at + 1);
  if (!RUNNERS.test(first)) return undefined;
  for (let index = at + 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (CURL.test(word)) return words.slice(index + 1);
    if (NESTED_CURL.test(word)) return { nested: word };
  }
  return undefined;
}

/** Keeps what `NAME=value` and `export NAME=value` set, for the commands behind them. */
function assign(words: readonly string[], variables: Map<string, string>): void {
  const isExport = /^(?:export|declare|local|readonly|typeset|set)$/.test(words[0] ?? '');
  const assignments = isExport ? words.slice(1) : words;
  if (!isExport && !words.every((word) => ASSIGNMENT.test(word))) return;
  for (const word of assignments) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(word) ?? [];
    if (name === '') continue;
    if (value.includes(VARIABLE)) variables.delete(name);
    else variables.set(name, value);
  }
}

function inShell(text: string, isNested = false): Found | undefined {
  const variables = new Map<string, string>();
  const reader = new ShellReader(text, variables);
  for (let command = reader.next(); command; command = reader.next()) {
    const found = argumentsOf(command.words);
    if (found && 'nested' in found) {
      if (isNested) return undefined;
      const inner = inShell(found.nested, true);
      if (inner) return inner;
    } else if (found) {
      if (command.isOpen) return { refusal: 'openQuote' };
      return { words: found, behind: text.slice(command.end), hasTypographic: command.hasTypographic };
    }
    assign(command.words, variables);
  }
  return undefined;
}

/** Values that `set NAME=value` gives in `cmd`, and `$name = 'value'` in PowerShell. */
function assigned(text: string, pattern: RegExp, named: (name: string) => string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = pattern.exec(line.slice(0, 4096)) ?? [];
    if (name !== undefined && value !== undefined) values.set(named(name), value);
  }
  return values;
}

function inCmd(text: string): Found | undefined {
  const variables = assigned(text, /^\s*set\s+"?(\w+)=([^"%]*)(?:"\s*)?$/i, (name) => name.toUpperCase());
  for (let start = 0; start < text.length;) {
    const command = cmdCommand(text.slice(start), variables);
    const found = argumentsOf(command.words.map((word, index) => (index === 0 ? word.replace(/^@/, '') : word)));
    if (found && !('nested' in found))
      return command.isOpen
        ? { refusal: 'openQuote' }
        : { words: found, behind: text.slice(start + command.end), hasTypographic: false };
    // Only what stands at the start of a line can be the command: whatever else is skipped in one go.
    const lineEnd = text.indexOf('\n', start + command.end);
    if (lineEnd < 0) return undefined;
    const next = text.slice(lineEnd + 1).search(/^[^\n]{0,200}curl/im);
    if (next < 0) return undefined;
    start = lineEnd + 1 + next;
  }
  return undefined;
}

function inPowerShell(text: string): Found | undefined {
  const variables = assigned(text, /^\s*\$(?:env:)?(\w+)\s*=\s*["']([^"'$`]*)["']\s*(?:;\s*)?$/i, (name) =>
    name.toLowerCase(),
  );
  const reader = new PowerShellReader(text, variables);
  for (let command = reader.next(); command; command = reader.next()) {
    const found = argumentsOf(command.tokens.map((token) => token.text));
    if (found && !('nested' in found))
      return command.isOpen
        ? { refusal: 'openQuote' }
        : { words: found, behind: text.slice(command.end), hasTypographic: false };
  }
  return undefined;
}

type Dialect = 'shell' | 'cmd' | 'powershell';

function dialectOf(text: string, isWindowsPowerShell: boolean): Dialect {
  if (isWindowsPowerShell || text.includes('`\n')) return 'powershell';
  if (isCmd(text)) return 'cmd';
  if (!/\bcurl\.exe\b/i.test(text) || text.includes('\\\n')) return 'shell';
  if (!text.includes('\\"')) return 'powershell';
  return /(?:^|[\s=])'/.test(text) ? 'shell' : 'cmd';
}

/** Without a Markdown fence, what ends quotes in mails, the marks nobody sees, and Windows' prompts and line ends. */
function cleaned(text: string): { readonly text: string; readonly isPowerShell: boolean } {
  let clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200B-\u200D\u2060\uFEFF\u200E\u200F]/g, '')
    .trim();
  const fence = /^[ \t]*(?:```|~~~)[^\n]*\n/m.exec(clean);
  if (fence) {
    const inside = clean.slice(fence.index + fence[0].length);
    const end = inside.search(/^[ \t]*(?:```|~~~)/m);
    clean = (end < 0 ? inside : inside.slice(0, end)).trim();
  } else if (/^`[^`\n]{1,8000}`$/.test(clean)) {
    clean = clean.slice(1, -1);
  }
  if (/^>\s?/.test(clean)) clean = clean.replace(/^>[ \t]?/gm, '');
  if (/^[^\n]{0,100}[$#%]\s/.test(clean)) clean = clean.replace(/\\\n> ?/g, '\\\n');
  const prompt = /^(PS )?[A-Za-z]:\\[^>\n]{0,300}>\s*/.exec(clean);
  if (prompt)
    clean = clean
      .slice(prompt[0].length)
      .replace(/\^\nMore\? ?/g, '^\n')
      .replace(/`\n>> ?/g, '`\n');
  return { text: clean, isPowerShell: prompt?.[1] !== undefined };
}

/** Tries in turn: the text as it is, its first line that begins with curl, and a curl inside `$(…)`. */
function inText(text: string, dialect: Dialect): Found | undefined {
  const read = { shell: inShell, cmd: inCmd, powershell: inPowerShell }[dialect];
  const found = read(text);
  if (found && !('refusal' in found)) return found;
  const line = /^[^\n'"]{0,200}?(?:^|[$#%>❯➜»λ]\s*|[ \t])(?=(?:sudo |time )?curl(?:\.exe)?[ \t])/mu.exec(text);
  if (line && (line.index > 0 || line[0] !== '') && (/[$#%>❯➜»λ]\s*$/u.test(line[0]) || /^\s*$/.test(line[0]))) {
    const later = read(text.slice(line.index + line[0].length));
    if (later) return later;
  }
  const substitution = /(\$\(|`)\s{0,20}curl\s/.exec(text);
  if (found || !substitution) return found;
  const inside = text.slice(substitution.index + (substitution[1]?.length ?? 0));
  const end = substitution[1] === '`' ? inside.indexOf('`') : -1;
  return read(end < 0 ? inside : inside.slice(0, end));
}

/** Finds the first curl command of a text; undefined where there is none. */
export function findCurl(text: string): Found | undefined {
  const { text: clean, isPowerShell } = cleaned(text);
  if (!/curl/i.test(clean)) return undefined;
  return inText(clean, dialectOf(clean, isPowerShell));
}
