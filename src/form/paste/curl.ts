import { percentDecoded, readAddress } from './address';
import { readHeaders, userAndPassword, type Header } from './authorization';
import { isCredentialName, reportBody, reportName, reportNames } from './credentialNames';
import { findCurl } from './curlCommand';
import curlOptions from './curlOptions.json';
import { Findings, isUnresolved, VARIABLE, type NotTakenKind, type PastedAuth, type PasteResult } from './model';

const WITH_VALUE: ReadonlySet<string> = new Set(curlOptions.withValue);
const LONG: readonly string[] = [...curlOptions.withValue, ...curlOptions.withoutValue];
const KNOWN: ReadonlySet<string> = new Set(LONG);
const LETTERS: ReadonlyMap<string, string> = new Map(Object.entries(curlOptions.letters));

/** A word that is an address though it names no scheme: a name with dots, a name with a port or path, an IP address. */
const HOST =
  /^(?:[^/@\s]{0,500}@)?(?:localhost|[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?|[a-z0-9-]+(?=:\d|\/)|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#].*)?$/is;

/** Ways to sign in that a REST integration does not have, by curl's option. */
const METHODS: ReadonlyMap<string, NotTakenKind> = new Map([
  ['digest', 'digest'],
  ['ntlm', 'ntlm'],
  ['ntlm-wb', 'ntlm'],
  ['negotiate', 'negotiate'],
]);
const BODY: ReadonlySet<string> = new Set([
  'data',
  'data-ascii',
  'data-binary',
  'data-raw',
  'json',
  'form',
  'form-string',
]);
/** Options whose value is a credential for something else, or a file that may hold one. */
const NOT_TAKEN: ReadonlyMap<string, NotTakenKind> = new Map([
  ['cookie', 'cookie'],
  ['cert', 'certificate'],
  ['key', 'certificate'],
  ['pass', 'certificate'],
  ['netrc', 'netrc'],
  ['netrc-file', 'netrc'],
  ['netrc-optional', 'netrc'],
  ['proxy-user', 'proxy'],
  ['proxy-cert', 'proxy'],
  ['proxy-tlsuser', 'proxy'],
  ['tlsuser', 'tlsUser'],
  ['tlspassword', 'tlsUser'],
  ['config', 'optionFile'],
]);
/** Parameters of PowerShell's Invoke-WebRequest, which Windows PowerShell calls curl. */
const POWERSHELL_PARAMETER =
  /^-(?:Uri|Headers?|Method|Body|Credential|OutFile|ContentType|UseBasicParsing|WebSession|SessionVariable)$/i;

/** What the options of one command say, before it is decided which credential curl sends. */
class Options {
  readonly headers: Header[] = [];
  readonly addresses: string[] = [];
  /** Words behind an option that curl does not know: perhaps its value. */
  readonly doubtful: string[] = [];
  readonly bodies: string[] = [];
  readonly variables = new Map<string, string>();
  readonly on = new Set<string>();
  user: string | undefined;
  bearer: string | undefined;
  aws = false;
  hasNext = false;

  set(name: string, value: string, findings: Findings): void {
    if (name === 'user') this.user = value;
    else if (name === 'oauth2-bearer') this.bearer = value;
    else if (name === 'url') this.addresses.push(value);
    else if (name === 'header') this.#header(value, findings);
    else if (name === 'proxy-header') findings.notTake('proxy');
    else if (name === 'aws-sigv4') this.aws = true;
    else if (name === 'url-query') reportNames(value, 'query', findings);
    else if (name === 'data-urlencode') this.bodies.push(value);
    else if (BODY.has(name)) this.bodies.push(value);
    else if (name === 'variable') this.#variable(value);
    else if (name === 'proxy' || name === 'preproxy') {
      if (value.includes('@')) findings.notTake('proxy');
    } else {
      this.on.add(name);
      const what = NOT_TAKEN.get(name);
      if (what !== undefined && value !== '') findings.notTake(what);
    }
  }

  flag(name: string, findings: Findings): void {
    if (name.startsWith('no-') && !KNOWN.has(name)) this.on.delete(name.slice(3));
    else this.on.add(name);
    const what = NOT_TAKEN.get(name);
    if (what !== undefined) findings.notTake(what);
  }

  /** Puts `--variable`s into the value of an `--expand-…` option. */
  expanded(value: string): string {
    return value.replace(
      /\{\{([\w-]{1,128})[^{}]{0,100}\}\}/g,
      (whole, name: string) => this.variables.get(name) ?? whole,
    );
  }

  #header(value: string, findings: Findings): void {
    if (value.startsWith('@')) findings.notTake('headerFile');
    const colon = value.indexOf(':');
    if (colon > 0) this.headers.push({ key: value.slice(0, colon).trim(), value: value.slice(colon + 1).trim() });
    else if (/^[^:]+;\s*$/.test(value)) this.headers.push({ key: value.replace(/;\s*$/, '').trim(), value: '' });
    else if (value.startsWith(VARIABLE)) findings.notTake('headerFile');
  }

  #variable(value: string): void {
    const equals = value.indexOf('=');
    if (equals > 0 && value.length < 4096) this.variables.set(value.slice(0, equals), value.slice(equals + 1));
  }
}

/** The option of a name as typed: whole, or the beginning of one option alone, as curl takes it. */
function longOption(typed: string): string | undefined {
  if (KNOWN.has(typed)) return typed;
  const isNegated = typed.startsWith('no-');
  const name = isNegated ? typed.slice(3) : typed;
  if (isNegated && KNOWN.has(name) && !WITH_VALUE.has(name)) return typed;
  const meant = name === '' ? [] : LONG.filter((option) => option.startsWith(name));
  return meant.length === 1 && meant[0] !== undefined ? `${isNegated ? 'no-' : ''}${meant[0]}` : undefined;
}

/** `—user`, `–u`: dashes as text processors set them. */
function plainDashes(word: string): string {
  const name = word.replace(/^[‐-―−]+/, '');
  if (name === word) return word;
  return `${name.length > 1 && longOption(name) !== undefined ? '--' : '-'}${name}`;
}

/** Goes through the words as curl does; stops at `--next`. */
function readOptions(words: readonly string[], findings: Findings): Options {
  const options = new Options();
  let areOptionsOver = false;
  let isDoubtful = false;
  for (let at = 0; at < words.length && !options.hasNext; at += 1) {
    const typed = words[at] ?? '';
    const word = areOptionsOver ? typed : plainDashes(typed);
    if (word !== typed) findings.note('typographic');
    if (areOptionsOver || !word.startsWith('-') || word === '-') {
      (isDoubtful ? options.doubtful : options.addresses).push(word);
      isDoubtful = false;
      continue;
    }
    isDoubtful = false;
    if (word === '--') {
      areOptionsOver = true;
    } else if (word.startsWith('--')) {
      const isExpanded = word.startsWith('--expand-');
      const name = longOption(word.slice(isExpanded ? 9 : 2));
      if (name === undefined) {
        findings.note('unknownOption');
        isDoubtful = true;
      } else if (name === 'next') {
        options.hasNext = true;
      } else if (WITH_VALUE.has(name)) {
        at += 1;
        const value = words[at] ?? '';
        options.set(name, isExpanded ? options.expanded(value) : value, findings);
      } else {
        options.flag(name, findings);
      }
    } else {
      for (let index = 1; index < word.length && !options.hasNext; index += 1) {
        const name = LETTERS.get(word.charAt(index));
        if (name === undefined) {
          findings.note('unknownOption');
          isDoubtful = index === word.length - 1;
        } else if (name === 'next') {
          options.hasNext = true;
        } else if (WITH_VALUE.has(name) && name !== 'help') {
          const glued = word.slice(index + 1);
          if (glued === '') at += 1;
          options.set(name, glued === '' ? (words[at] ?? '') : glued, findings);
          break;
        } else {
          options.flag(name, findings);
        }
      }
    }
  }
  return options;
}

/** The credential that curl sends: a typed header, else a bearer token, else `-u`, else what the address holds. */
function authOf(options: Options, inAddress: PastedAuth, findings: Findings): PastedAuth {
  const typed = readHeaders(options.headers, findings);
  const method = [...METHODS].find(([name]) => options.on.has(name))?.[1];
  const user = options.user === undefined || options.user === '' || options.user === ':' ? undefined : options.user;
  const given = user === undefined ? inAddress : userAndPassword(user);
  if (options.aws) findings.notTake('aws');
  else if (method !== undefined) findings.notTake(method);
  const isBasic = given.kind !== 'none' && !options.aws && method === undefined;
  if (typed) {
    if (isBasic || options.bearer !== undefined) findings.notTake('replaced');
    return typed;
  }
  if (options.bearer !== undefined) {
    if (isBasic) findings.notTake('replaced');
    return { kind: 'token', token: options.bearer };
  }
  return isBasic ? given : { kind: 'none' };
}

/** The address that curl asks first. Words that no host can be are left out: they come from what is around a command. */
function addressIn(options: Options): string | undefined {
  const isAddress = (word: string): boolean =>
    /^[a-z][a-z0-9+.-]{0,30}:[/\\]/i.test(word) ||
    /^https?:/i.test(word) ||
    isUnresolved(word) ||
    HOST.test(word) ||
    /^[<{]/.test(word);
  return options.addresses.find(isAddress) ?? options.doubtful.find((word) => word.includes('://'));
}

function reportBodies(options: Options, findings: Findings): void {
  for (const body of options.bodies) {
    if (options.on.has('get')) reportNames(body, 'query', findings);
    else if (/^[\w.-]{1,100}=/.test(body) && !body.includes('&')) {
      const name = body.slice(0, body.indexOf('='));
      if (isCredentialName(name)) reportName(name, 'body', findings);
    } else reportBody(body, findings);
  }
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** Reads the first cURL command of a text; undefined where there is none. */
export function readCurl(text: string): PasteResult | undefined {
  const command = findCurl(text);
  if (!command || 'refusal' in command) return command;
  if (command.words.some((word) => POWERSHELL_PARAMETER.test(word))) return { refusal: 'powerShellCurl' };
  const findings = new Findings();
  const options = readOptions(command.words, findings);
  const typed = addressIn(options);
  if (typed === undefined) return { refusal: 'noAddress' };
  const address = readAddress(typed, findings, { isGlob: !options.on.has('globoff') });
  if ('refusal' in address) return address;
  const auth = authOf(options, address.auth, findings);
  reportBodies(options, findings);
  const host = options.headers.find(({ key }) => key.toLowerCase() === 'host')?.value.toLowerCase();
  if (host !== undefined && address.url !== '' && percentDecoded(host) !== hostOf(address.url))
    findings.notTake('host');
  if (command.hasTypographic) findings.note('typographic');
  if (options.hasNext || /\bcurl\b|\s-(?:u|H)\b|--(?:user|header)\b/.test(command.behind))
    findings.note('firstCommand');
  if (options.addresses.filter((word) => word.includes('://')).length > 1) findings.note('severalAddresses');
  return { url: address.url, auth, notTaken: findings.notTaken, notes: findings.notes };
}
