import { readAddress } from './address';
import { readHeaders, type Header } from './authorization';
import { reportBody } from './credentialNames';
import { Findings, VARIABLE, type PastedAuth, type PasteResult } from './model';
import { PowerShellReader, type PowerShellToken } from './powerShell';

const COMMAND = /^(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)$/i;
/** Parameters that take no value. */
const SWITCHES =
  /^-(?:UseBasicParsing|UseDefaultCredentials|SkipCertificateCheck|DisableKeepAlive|PassThru|Verbose|Debug|AllowUnencryptedAuthentication|SkipHttpErrorCheck|PreserveAuthorizationOnRedirect|ProxyUseDefaultCredentials|NoProxy|Resume|FollowRelLink|SkipHeaderValidation)$/i;

/** Whether a text calls PowerShell's own web commands. */
export function isWebRequest(text: string): boolean {
  return /(?:^|[\s=(|&;])(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\s/i.test(text);
}

/** `a = 'b'; 'c' = "d"`, the inside of a table. */
function pairs(table: string, variables: ReadonlyMap<string, string>): readonly Header[] {
  const headers: Header[] = [];
  const reader = new PowerShellReader(table, variables);
  for (let command = reader.next(); command; command = reader.next()) {
    const texts = command.tokens.map(({ text }) => text);
    const equals = texts.indexOf('=');
    if (equals > 0) headers.push({ key: texts[equals - 1] ?? '', value: texts.slice(equals + 1).join(' ') });
    else headers.push(...keyed(texts));
  }
  return headers;
}

/** `Authorization='x'`, read as one word. */
function keyed(texts: readonly string[]): readonly Header[] {
  const text = texts.join(' ');
  const equals = text.indexOf('=');
  return equals < 1 ? [] : [{ key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() }];
}

/** The parameters of a command by their names in lower case; a value without a name is the address. */
function parametersOf(tokens: readonly PowerShellToken[]): ReadonlyMap<string, PowerShellToken> {
  const parameters = new Map<string, PowerShellToken>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const named = /^-([A-Za-z]+)(?::(.*))?$/s.exec(token.text);
    if (!named || token.table !== undefined) {
      if (!parameters.has('uri')) parameters.set('uri', token);
    } else if (SWITCHES.test(token.text)) {
      parameters.set((named[1] ?? '').toLowerCase(), token);
    } else if (named[2] !== undefined && named[2] !== '') {
      parameters.set((named[1] ?? '').toLowerCase(), { text: named[2] });
    } else {
      at += 1;
      parameters.set((named[1] ?? '').toLowerCase(), tokens[at] ?? { text: '' });
    }
  }
  return parameters;
}

function authOf(
  parameters: ReadonlyMap<string, PowerShellToken>,
  headers: readonly Header[],
  findings: Findings,
): PastedAuth | undefined {
  const typed = readHeaders(headers, findings);
  if (parameters.has('credential')) findings.notTake('otherAuth');
  if (parameters.has('usedefaultcredentials')) findings.notTake('negotiate');
  if (parameters.has('certificate') || parameters.has('certificatethumbprint')) findings.notTake('certificate');
  if (parameters.has('websession')) findings.notTake('cookie');
  if (parameters.has('proxycredential')) findings.notTake('proxy');
  const scheme = parameters.get('authentication')?.text.toLowerCase();
  if (scheme !== 'bearer' && scheme !== 'oauth') return typed;
  // `-Token` takes a SecureString, so it is never in the text.
  return { kind: 'token', token: VARIABLE };
}

/** Reads `Invoke-RestMethod` and `Invoke-WebRequest`, with headers in a table, a variable, or added one by one. */
export function readWebRequest(text: string): PasteResult {
  const findings = new Findings();
  const variables = new Map<string, string>();
  const tables = new Map<string, Header[]>();
  const reader = new PowerShellReader(text, variables);
  let start = 0;
  for (let command = reader.next(); command; command = reader.next()) {
    const source = text.slice(start, command.end);
    start = command.end;
    const { tokens } = command;
    const at = tokens.findIndex((token) => COMMAND.test(token.text));
    if (at >= 0) {
      if (command.isOpen) return { refusal: 'openQuote' };
      const parameters = parametersOf(tokens.slice(at + 1));
      const uri = parameters.get('uri');
      if (!uri || uri.table !== undefined) return { refusal: 'noAddress' };
      const given = parameters.get('headers');
      const name = /-Headers[\s:]+\$(\w{1,100})/i.exec(source)?.[1]?.toLowerCase();
      const headers = given?.table === undefined ? tables.get(name ?? '') : pairs(given.table, variables);
      if (given && !headers) findings.notTake('headerFile');
      const address = readAddress(uri.text, findings);
      if ('refusal' in address) return address;
      reportBody(parameters.get('body')?.text ?? '', findings);
      const auth = authOf(parameters, headers ?? [], findings) ?? address.auth;
      if (/\b(?:Invoke-|curl|irm\b|iwr\b)/i.test(text.slice(command.end))) findings.note('firstCommand');
      return { url: address.url, auth, notTaken: findings.notTaken, notes: findings.notes };
    }
    const name = /^\s*\$(?:env:)?(\w{1,100})/i.exec(source)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    const value = tokens.at(-1);
    const added = /^\s*\$\w+\.Add\(([\s\S]*)\)\s*(?:;\s*)?$/.exec(source)?.[1];
    const assigned = /^\s*\$(?:env:)?\w+\[(["'])([\w-]{1,100})\1\]\s*=/.exec(source)?.[2];
    const list = tables.get(name) ?? [];
    if (value?.table !== undefined) list.push(...pairs(value.table, variables));
    if (added !== undefined) {
      const [key, content] = new PowerShellReader(added.replace(',', ' '), variables).next()?.tokens ?? [];
      if (key && content) list.push({ key: key.text, value: content.text });
    } else if (assigned !== undefined && value) {
      list.push({ key: assigned, value: value.text });
    } else if (value?.table === undefined && tokens.length === 3 && tokens[1]?.text === '=') {
      if (!value?.text.includes(VARIABLE)) variables.set(name, value?.text ?? '');
    }
    tables.set(name, list);
  }
  return { refusal: 'powerShellUnreadable' };
}
