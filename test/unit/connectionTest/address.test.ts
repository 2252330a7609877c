import assert from 'node:assert/strict';
import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { hostScope, ipScope } from '../../../src/core/catalog/address';

describe('what an address is', () => {
  it('agrees with Node on IPv4 and IPv6', () => {
    const list = (...subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList => {
      const made = new BlockList();
      for (const [net, prefix, family] of subnets) made.addSubnet(net, prefix, family);
      return made;
    };
    const loopback = list(['127.0.0.0', 8, 'ipv4'], ['::1', 128, 'ipv6']);
    const isPrivate = list(
      ['10.0.0.0', 8, 'ipv4'],
      ['172.16.0.0', 12, 'ipv4'],
      ['192.168.0.0', 16, 'ipv4'],
      ['100.64.0.0', 10, 'ipv4'],
      ['192.0.0.0', 24, 'ipv4'],
      ['198.18.0.0', 15, 'ipv4'],
      ['224.0.0.0', 3, 'ipv4'],
      ['fc00::', 7, 'ipv6'],
      ['fec0::', 10, 'ipv6'],
      ['ff00::', 8, 'ipv6'],
      ['100::', 64, 'ipv6'],
      ['64:ff9b:1::', 48, 'ipv6'],
    );
    const linkLocal = list(['169.254.0.0', 16, 'ipv4'], ['fe80::', 10, 'ipv6']);
    const edges = fc.constantFrom(
      '10.255.255.255',
      '11.0.0.0',
      '172.15.255.255',
      '172.16.0.0',
      '172.31.255.255',
      '172.32.0.0',
      '100.63.255.255',
      '100.64.0.0',
      '100.127.255.255',
      '100.128.0.0',
      '169.253.0.0',
      '169.254.0.0',
      'fbff::',
      'fc00::',
      'fdff::1',
      'fe00::',
      'fe7f::',
      'fe80::',
      'febf::',
      'fec0::',
      '::2:1',
      '2001:db8::',
    );
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), edges), (address) => {
        const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
        const scope = ipScope(address);
        // An IPv4 address inside an IPv6 one, which Node does not look at; a URL has every address in its shortest form.
        if (
          family === 'ipv6' &&
          /^\[(?:::|2002:|2001:(?:0:|:)|64:ff9b::)|:(?:200:)?5efe:/.test(new URL(`http://[${address}]`).hostname)
        )
          return;
        assert.notEqual(scope, undefined, address);
        assert.equal(scope === 'loopback', loopback.check(address, family), address);
        assert.equal(scope === 'private', isPrivate.check(address, family), address);
        assert.equal(scope === 'linkLocal', linkLocal.check(address, family), address);
      }),
      { numRuns: 2000 },
    );
  });

  it('sees the IPv4 address inside an IPv6 one', () => {
    assert.equal(ipScope('::ffff:127.0.0.1'), 'loopback');
    assert.equal(ipScope('::ffff:7f00:1'), 'loopback');
    assert.equal(ipScope('[::ffff:10.0.0.1]'), 'private');
    assert.equal(ipScope('::ffff:8.8.8.8'), 'public');
    assert.equal(ipScope('::'), 'unspecified');
    assert.equal(ipScope('fe80::1%eth0'), 'linkLocal');
  });

  it('sees where translated and tunneled addresses lead', () => {
    for (const [address, scope] of [
      ['64:ff9b::10.0.0.1', 'private'],
      ['64:ff9b::8.8.8.8', 'public'],
      ['64:ff9b:1::808:808', 'private'],
      ['2002:7f00:1::1', 'loopback'],
      ['2002:c0a8:1::', 'private'],
      ['2002:808:808::', 'public'],
      ['::ffff:0:10.0.0.1', 'private'],
      ['::ffff:0:8.8.8.8', 'public'],
      ['2001:0:4136:e378:8000:63bf:f5ff:fffe', 'private'],
      ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'public'],
      ['2001:db8::5efe:192.168.0.1', 'private'],
      ['::10.0.0.1', 'private'],
      ['fec0::1', 'private'],
      ['ff02::1', 'private'],
      ['198.18.0.1', 'private'],
      ['198.20.0.1', 'public'],
      ['240.0.0.1', 'private'],
      ['255.255.255.255', 'private'],
      ['192.0.0.170', 'private'],
      ['192.0.1.1', 'public'],
    ] as const)
      assert.equal(ipScope(address), scope, address);
  });

  it('is nothing for what is no IP address', () => {
    for (const text of ['', 'acme.com', '1.2.3', '1.2.3.256', '1.2.3.4.5', '::1::', '1:2:3', 'g::1', '12345::', ':'])
      assert.equal(ipScope(text), undefined, text);
  });

  it('knows names of this machine and of private networks', () => {
    assert.equal(hostScope('localhost'), 'loopback');
    assert.equal(hostScope('app.localhost.'), 'loopback');
    for (const name of ['intranet', 'printer.local', 'api.corp', 'db.internal', 'x.home.arpa'])
      assert.equal(hostScope(name), 'local', name);
    for (const name of ['acme.com', 'local.acme.com', 'localhost.acme.com'])
      assert.equal(hostScope(name), 'public', name);
  });
});
