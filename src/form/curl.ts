import { readAddress, readAuthorization, type PastedAuth, type PastedRequest } from './pastedRequest';

/** Splits a command as a POSIX shell would: quotes, backslashes, line continuations. Nothing is expanded or run. */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  const text = command.replace(/\\\r?\n/g, ' ').replace(/\^\r?\n/g, ' ').replace(/`\r?\n/g, ' ');
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '\\' && at + 1 < text.length) {
      at += 1;
      const next = text.charAt(at);
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
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

/** Options with a value, whose value must not be taken for the address. */
const WITH_VALUE = new Set([
  '-X', '--request', '-d', '--data', '--data-raw', '--data-binary', '--data-urlencode', '--data-ascii', '--json', '-F', '--form', '-o', '--output', '-A', '--user-agent',
  '-e', '--referer', '-b', '--cookie', '-c', '--cookie-jar', '-m', '--max-time', '--connect-timeout', '-x', '--proxy', '-U', '--proxy-user', '--cacert', '--cert', '-E', '--key',
  '-w', '--write-out', '--retry', '-T', '--upload-file', '-r', '--range', '--resolve', '-K', '--config', '-D', '--dump-header',
]);

interface Found {
  url?: string;
  user?: string;
  authorization?: string;
  apiKey?: string;
  bearer?: string;
}

function header(found: Found, text: string): void {
  const colon = text.indexOf(':');
  const name = text.slice(0, colon).trim().toLowerCase();
  const value = text.slice(colon + 1).trim();
  if (colon < 0) return;
  if (name === 'authorization') found.authorization = value;
  else if (['x-api-key', 'api-key', 'apikey', 'x-auth-token', 'x-access-token'].includes(name)) found.apiKey = value;
}

function option(found: Found, name: string, value: string): void {
  if (name === '-u' || name === '--user') found.user = value;
  else if (name === '-H' || name === '--header') header(found, value);
  else if (name === '--oauth2-bearer') found.bearer = value;
  else if (name === '--url') found.url = value;
}

const TAKEN = new Set(['-u', '--user', '-H', '--header', '--oauth2-bearer', '--url']);

function collect(words: readonly string[]): Found {
  const found: Found = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    if (TAKEN.has(name) || WITH_VALUE.has(name)) {
      if (equals < 0) at += 1;
      option(found, name, equals < 0 ? (words[at] ?? '') : word.slice(equals + 1));
    } else if (/^-[uH]./.test(word)) {
      option(found, word.slice(0, 2), word.slice(2));
    } else if (!word.startsWith('-') && found.url === undefined) {
      found.url = word;
    }
  }
  return found;
}

function authOf(found: Found): PastedAuth | undefined {
  if (found.user !== undefined) {
    const colon = found.user.indexOf(':');
    return colon < 0 ? { kind: 'basic', username: found.user, password: '' } : { kind: 'basic', username: found.user.slice(0, colon), password: found.user.slice(colon + 1) };
  }
  if (found.authorization !== undefined) return readAuthorization(found.authorization);
  const token = found.bearer ?? found.apiKey;
  return token === undefined ? undefined : { kind: 'token', token };
}

/** Reads a cURL command; undefined where it is none or names no http address. */
export function readCurl(text: string): PastedRequest | undefined {
  const words = shellWords(text.replace(/^\s*\$\s+/, ''));
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(words[0] ?? '')) return undefined;
  const found = collect(words.slice(1));
  const address = found.url === undefined ? undefined : readAddress(found.url);
  return address && { url: address.url, auth: authOf(found) ?? address.auth };
}
