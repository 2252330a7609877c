import { BlockList, isIP } from 'node:net';

/** What a host name or IP address is, as far as its text tells. */
export type AddressScope = 'public' | 'loopback' | 'private' | 'linkLocal' | 'unspecified' | 'local';

type Range = readonly [net: string, prefix: number];
type Ranges = Readonly<Partial<Record<AddressScope, readonly Range[]>>>;

/** IANA's special-purpose IPv4 ranges that no host on the internet has, less those kept for documentation. */
const IPV4: Ranges = {
  loopback: [['127.0.0.0', 8]],
  linkLocal: [['169.254.0.0', 16]],
  unspecified: [['0.0.0.0', 8]],
  private: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    // Behind a carrier's NAT (RFC 6598), protocol assignments, benchmarks (RFC 2544), multicast, reserved and broadcast.
    ['100.64.0.0', 10],
    ['192.0.0.0', 24],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
};

/** The same for IPv6. */
const IPV6: Ranges = {
  loopback: [['::1', 128]],
  unspecified: [['::', 128]],
  linkLocal: [['fe80::', 10]],
  private: [
    ['fc00::', 7],
    // Site-local (deprecated), multicast, discard-only, NAT64 of one network (RFC 8215).
    ['fec0::', 10],
    ['ff00::', 8],
    ['100::', 64],
    ['64:ff9b:1::', 48],
  ],
};

type Family = 'ipv4' | 'ipv6';

function blockLists(ranges: Ranges, family: Family): readonly (readonly [AddressScope, BlockList])[] {
  const scopes: readonly AddressScope[] = ['loopback', 'unspecified', 'linkLocal', 'private'];
  return scopes.map((scope) => {
    const list = new BlockList();
    for (const [net, prefix] of ranges[scope] ?? []) list.addSubnet(net, prefix, family);
    return [scope, list];
  });
}

let lists: Readonly<Record<Family, ReturnType<typeof blockLists>>> | undefined;

function rangeScope(address: string, family: Family): AddressScope {
  lists ??= { ipv4: blockLists(IPV4, 'ipv4'), ipv6: blockLists(IPV6, 'ipv6') };
  return lists[family].find(([, list]) => list.check(address, family))?.[0] ?? 'public';
}

/** The eight groups of an address that `isIP` calls IPv6. A URL writes it in its shortest form, in hexadecimal only. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const parse = (half: string): readonly number[] =>
    half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16));
  const first = parse(head);
  if (tail === undefined) return first;
  const last = parse(tail);
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/** The IPv4 address that an IPv6 address leads to: mapped, compatible, translated, NAT64, 6to4, Teredo or ISATAP. */
function embeddedIpv4(groups: readonly number[]): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const startsWithZeros = [a, b, c, d].every((group) => group === 0);
  if (startsWithZeros && e === 0 && (f === 0xffff || (f === 0 && g !== 0))) return dotted(g, h);
  if (startsWithZeros && e === 0xffff && f === 0) return dotted(g, h);
  if (a === 0x64 && b === 0xff9b && [c, d, e, f].every((group) => group === 0)) return dotted(g, h);
  if (a === 0x2002) return dotted(b, c);
  if (a === 0x2001 && b === 0) return dotted(g ^ 0xffff, h ^ 0xffff);
  return (e === 0 || e === 0x200) && f === 0x5efe ? dotted(g, h) : undefined;
}

/** The scope of an IP address; undefined when the text is not one. IPv6 may be in brackets and have a zone. */
export function ipScope(address: string): AddressScope | undefined {
  const bare = address.replace(/^\[|\]$/gu, '').split('%')[0] ?? '';
  const version = isIP(bare);
  if (version === 0) return undefined;
  if (version === 4) return rangeScope(bare, 'ipv4');
  const own = rangeScope(bare, 'ipv6');
  if (own !== 'public') return own;
  const inner = embeddedIpv4(groupsOf(bare));
  return inner === undefined ? 'public' : rangeScope(inner, 'ipv4');
}

/** Endings of names that only a private network resolves. */
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
