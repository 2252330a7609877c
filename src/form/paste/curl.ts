import {
  isUnresolved,
  readAddress,
  readAuthorization,
  readHeaders,
  type PastedAuth,
  type PastedRequest,
} from './pastedRequest';
import { shellWords } from './shell';

/** Letters of options with a value (curl's manual): `-su admin` is `-s -u admin`. */
const WITH_VALUE = /[AbcCdDeEFHKmoPQrtTuUwxXyYz]/;

/** Long options with a value that may look like an address and is none. */
const LONG_WITH_VALUE = new Set([
  '--request',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-urlencode',
  '--data-ascii',
  '--json',
  '--form',
  '--form-string',
  '--output',
  '--output-dir',
  '--user-agent',
  '--referer',
  '--cookie',
  '--cookie-jar',
  '--max-time',
  '--connect-timeout',
  '--connect-to',
  '--proxy',
  '--proxy-user',
  '--proxy-header',
  '--proxy1.0',
  '--preproxy',
  '--noproxy',
  '--socks4',
  '--socks4a',
  '--socks5',
  '--socks5-hostname',
  '--cacert',
  '--capath',
  '--cert',
  '--key',
  '--pass',
  '--write-out',
  '--retry',
  '--retry-delay',
  '--retry-max-time',
  '--max-redirs',
  '--upload-file',
  '--range',
  '--resolve',
  '--config',
  '--dump-header',
  '--doh-url',
  '--dns-servers',
  '--interface',
  '--limit-rate',
  '--netrc-file',
  '--aws-sigv4',
  '--variable',
  '--trace',
  '--trace-ascii',
  '--stderr',
  '--url-query',
  '--unix-socket',
]);

const LONG_TAKEN = new Set(['--user', '--header', '--oauth2-bearer', '--url']);

/** A word that is an address though it names no scheme: a name with dots, a name with a port, an IP address. */
const HOST =
  /^(?:[^/@\s]*@)?(?:localhost|(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*|\d+(?:\.\d+){3}|[a-z0-9-]+(?=:\d)|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#].*)?$/i;

interface Found {
  readonly words: string[];
  readonly headers: { readonly key: string; readonly value: string }[];
  url?: string;
  user?: string;
  bearer?: string;
}

function option(found: Found, name: string, value: string): void {
  if (name === '-u' || name === '--user') found.user = value;
  else if (name === '--oauth2-bearer') found.bearer = value;
  else if (name === '--url') found.url = value;
  else if (name === '-H' || name === '--header') {
    const colon = value.indexOf(':');
    if (colon > 0) found.headers.push({ key: value.slice(0, colon).trim(), value: value.slice(colon + 1).trim() });
  }
}

/** A word of short options: the first with a value takes the rest of the word, or the next word, as in curl. */
function shortOption(word: string): { readonly name: string; readonly value: string } | undefined {
  const at = 1 + word.slice(1).search(WITH_VALUE);
  return at < 1 ? undefined : { name: `-${word.charAt(at)}`, value: word.slice(at + 1) };
}

function collect(words: readonly string[]): Found {
  const found: Found = { words: [], headers: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word : word.slice(0, equals);
      if (!LONG_TAKEN.has(name) && !LONG_WITH_VALUE.has(name)) continue;
      if (equals < 0) at += 1;
      option(found, name, equals < 0 ? (words[at] ?? '') : word.slice(equals + 1));
    } else if (word.startsWith('-')) {
      const short = shortOption(word);
      if (!short) continue;
      if (short.value === '') at += 1;
      option(found, short.name, short.value === '' ? (words[at] ?? '') : short.value);
    } else {
      found.words.push(word);
    }
  }
  return found;
}

function authOf(found: Found): PastedAuth | undefined {
  if (found.user !== undefined) {
    const colon = found.user.indexOf(':');
    return colon < 0
      ? { kind: 'basic', username: found.user, password: '' }
      : { kind: 'basic', username: found.user.slice(0, colon), password: found.user.slice(colon + 1) };
  }
  return found.bearer === undefined ? readHeaders(found.headers) : readAuthorization(found.bearer);
}

/** Unknown options may have left a value among the words, so the first word is not always the address. */
function addressIn(words: readonly string[]): string | undefined {
  return words.find((word) => word.includes('://')) ?? words.find((word) => HOST.test(word) || isUnresolved(word));
}

/** Reads a cURL command; undefined where it is none or names no http address. */
export function readCurl(text: string): PastedRequest | undefined {
  const words = shellWords(text.replace(/^\s*\$\s+/, ''));
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(words[0] ?? '')) return undefined;
  const found = collect(words.slice(1));
  const url = found.url ?? addressIn(found.words);
  const address = url === undefined ? undefined : readAddress(url);
  return address && { url: address.url, auth: authOf(found) ?? address.auth };
}
