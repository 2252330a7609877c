/** What a host name or IP address is, as far as its text tells. */
export type AddressScope = 'public' | 'loopback' | 'private' | 'linkLocal' | 'unspecified' | 'local';

function ipv4Parts(host: string): readonly number[] | undefined {
  const parts = host.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/u.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

function ipv4Scope([a = 0, b = 0]: readonly number[]): AddressScope {
  if (a === 127) return 'loopback';
  if (a === 0) return 'unspecified';
  if (a === 169 && b === 254) return 'linkLocal';
  // RFC 1918, and RFC 6598 for networks behind a carrier's NAT.
  const isPrivate =
    a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b <= 127);
  return isPrivate ? 'private' : 'public';
}

/** The eight groups of an IPv6 address; undefined when the text is none. */
function ipv6Groups(text: string): readonly number[] | undefined {
  const bare = text.split('%')[0] ?? '';
  if (!bare.includes(':')) return undefined;
  const dotted = /^(.*:)([0-9.]+)$/u.exec(bare);
  const v4 = dotted?.[2]?.includes('.') ? ipv4Parts(dotted[2]) : undefined;
  const [p = 0, q = 0, r = 0, s = 0] = v4 ?? [];
  const hex = v4 ? `${dotted?.[1] ?? ''}${(p * 256 + q).toString(16)}:${(r * 256 + s).toString(16)}` : bare;
  const halves = hex.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 0 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/iu.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

function ipv6Scope(groups: readonly number[]): AddressScope {
  const [first = 0, , , , , sixth = 0, seventh = 0, eighth = 0] = groups;
  const embedsIpv4 = groups.slice(0, 5).every((group) => group === 0) && (sixth === 0xffff || sixth === 0);
  if (embedsIpv4) {
    if (sixth === 0 && seventh === 0) return eighth === 1 ? 'loopback' : 'unspecified';
    return ipv4Scope([seventh >> 8, seventh & 255, eighth >> 8, eighth & 255]);
  }
  if ((first & 0xffc0) === 0xfe80) return 'linkLocal';
  return (first & 0xfe00) === 0xfc00 ? 'private' : 'public';
}

/** The scope of an IP address; undefined when the text is not one. IPv6 may stand in brackets. */
export function ipScope(address: string): AddressScope | undefined {
  const bare = address.replace(/^\[|\]$/gu, '');
  const v4 = ipv4Parts(bare);
  if (v4) return ipv4Scope(v4);
  const v6 = ipv6Groups(bare);
  return v6 ? ipv6Scope(v6) : undefined;
}

/** Names that only a private network resolves. */
const LOCAL_ENDINGS = ['.local', '.internal', '.lan', '.home.arpa', '.corp', '.intranet', '.home'];

/** The scope of a URL's host by its text alone, without asking the network. */
export function hostScope(hostname: string): AddressScope {
  const host = hostname.toLowerCase().replace(/\.$/u, '');
  const ip = ipScope(host);
  if (ip) return ip;
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  const isLocal = !host.includes('.') || LOCAL_ENDINGS.some((ending) => host.endsWith(ending));
  return isLocal ? 'local' : 'public';
}
