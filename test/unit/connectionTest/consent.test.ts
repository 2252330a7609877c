import assert from 'node:assert/strict';
import { canTestConnection } from '../../../src/core/connectionTest/testConnection';
import type { TestNetwork } from '../../../src/core/connectionTest/model';
import type { JsonObject } from '../../../src/core/base/json';
import { runTest } from './runTest';

describe('before anything is sent', () => {
  const properties = (endpointPrefix: string): JsonObject => ({
    endpointPrefix,
    username: 'me',
    password: 'canary-password',
    token: '',
  });
  const seen: string[] = [];
  const at = (...addresses: string[]): TestNetwork => ({
    usesProxy: () => false,
    resolve: () => Promise.resolve(addresses),
    connect: () =>
      Promise.resolve({
        address: addresses[0] ?? '',
        secure: () => Promise.resolve({ protocol: 'TLSv1.3' }),
        close: () => undefined,
      }),
    request: (url) => {
      seen.push(url);
      return Promise.resolve({ status: 204, headers: { get: () => null }, body: null });
    },
  });

  beforeEach(() => {
    seen.length = 0;
  });

  it('asks about addresses on this machine or in the network, by name or by look-up', async () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.9',
      '172.31.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '::1',
      'fe80::1',
      'fd12::1',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:a00:1::',
      '::ffff:0:192.168.0.1',
      'fec0::1',
      '198.18.0.1',
      '240.0.0.1',
      '192.0.0.8',
    ]) {
      const report = await runTest('rest', properties('https://crm.acme.com'), {
        network: at('203.0.113.5', address),
        consented: [],
      });
      assert.deepEqual(report.needsConsent?.reasons, ['privateAddress'], address);
      assert.equal(report.ok, false);
    }
    for (const url of [
      'https://localhost/x',
      'https://printer.local',
      'https://intranet',
      'https://[fd00::1]/',
      'https://10.0.0.1',
      'https://2130706433/',
    ]) {
      const report = await runTest('rest', properties(url), { network: at('203.0.113.5'), consented: [] });
      assert.deepEqual(report.needsConsent?.reasons, ['privateAddress'], url);
    }
    assert.deepEqual(seen, []);
  });

  it('asks about plain http, save on this machine', async () => {
    const plain = await runTest('rest', properties('http://crm.acme.com'), {
      network: at('203.0.113.5'),
      consented: [],
    });
    assert.deepEqual(plain.needsConsent?.reasons, ['plainHttp']);
    assert.match(plain.needsConsent.question, /not encrypted.*crm\.acme\.com/);
    const both = await runTest('rest', properties('http://crm.acme.com'), {
      network: at('10.0.0.1'),
      consented: ['privateAddress'],
    });
    assert.deepEqual(both.needsConsent?.reasons, ['plainHttp'], 'one consent is not the other');
    const loopback = await runTest('rest', properties('http://127.0.0.1:9'), {
      network: at('127.0.0.1'),
      consented: [],
    });
    assert.deepEqual(loopback.needsConsent?.reasons, ['privateAddress']);
    assert.deepEqual(seen, []);
  });

  it('asks where the name was not resolved: a failed lookup, a proxy, a host that only a proxy reaches', async () => {
    const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
    const networks: Readonly<Record<string, TestNetwork>> = {
      'failed look-up': { ...at('203.0.113.5'), resolve: failing('ENOTFOUND') },
      proxy: { ...at('203.0.113.5'), usesProxy: () => true },
      'failed connection': { ...at('203.0.113.5'), connect: failing('ECONNREFUSED') },
    };
    for (const [kind, network] of Object.entries(networks)) {
      const report = await runTest('rest', properties('https://crm.acme.com'), { network, consented: [] });
      assert.deepEqual(report.needsConsent?.reasons, ['privateAddress'], kind);
      assert.match(report.needsConsent.question, /cannot tell where crm\.acme\.com leads/, kind);
      assert.equal(report.ok, false);
    }
    assert.deepEqual(seen, []);
  });

  it('sends to the addresses that were looked up, and to no others', async () => {
    const pinned: unknown[] = [];
    const network: TestNetwork = {
      ...at('203.0.113.5', '203.0.113.6'),
      request: (_url, _init, addresses) => {
        pinned.push(addresses);
        return Promise.resolve({ status: 204, headers: { get: () => null }, body: null });
      },
    };
    await runTest('rest', properties('https://crm.acme.com'), { network, consented: [] });
    assert.deepEqual(pinned, [['203.0.113.5', '203.0.113.6']]);
  });

  it('asks again when a name that was public leads to a private address now', async () => {
    let lookUps = 0;
    const network: TestNetwork = {
      ...at('203.0.113.5'),
      resolve: () => Promise.resolve([(lookUps += 1) === 1 ? '203.0.113.5' : '10.0.0.1']),
    };
    const first = await runTest('rest', properties('http://crm.acme.com'), { network, consented: [] });
    assert.deepEqual(first.needsConsent?.reasons, ['plainHttp']);
    const second = await runTest('rest', properties('http://crm.acme.com'), { network, consented: ['plainHttp'] });
    assert.deepEqual(second.needsConsent?.reasons, ['privateAddress']);
    assert.deepEqual(seen, []);
  });

  it('tries exactly what is stored, or nothing', async () => {
    const sent: string[] = [];
    const network: TestNetwork = {
      ...at('203.0.113.5'),
      request: (url, { headers, body }) => {
        sent.push([url, headers.authorization ?? '', body ?? ''].join(' '));
        return Promise.resolve({ status: 401, headers: { get: () => null }, body: null });
      },
    };
    const token = (value: string) => ({
      endpointPrefix: 'https://api.acme.com/v1',
      username: '',
      password: '',
      token: value,
    });
    for (const stored of [
      { ...token(''), endpointPrefix: 'https://api.acme.com\\v1' },
      { ...token(''), endpointPrefix: ' https://api.acme.com' },
      token('abc '),
    ])
      assert.equal((await runTest('rest', stored, { network, consented: [] })).ok, false);
    assert.equal(sent.length, 0);
    await runTest('rest', token(' abc'), { network, consented: [] });
    assert.deepEqual(sent.splice(0), ['https://api.acme.com/v1 Bearer  abc ']);
    await runTest('rest', { ...token(''), username: ' me', password: ' p w ' }, { network, consented: [] });
    assert.deepEqual(sent.splice(0), [`https://api.acme.com/v1 Basic ${Buffer.from(' me: p w ').toString('base64')} `]);
    const salesforce = {
      username: ' u@acme.com',
      password: ' p',
      securityToken: 't',
      consumerKey: ' ck ',
      consumerSecret: 's ',
    };
    await runTest('salesforce', salesforce, { network, consented: [] });
    const form = Object.fromEntries(new URLSearchParams(sent[0]?.split(' ').at(-1)));
    assert.deepEqual(form, {
      grant_type: 'password',
      client_id: ' ck ',
      client_secret: 's ',
      username: ' u@acme.com',
      password: ' pt',
    });
  });

  it('goes on with consent, and without asking for public https', async () => {
    assert.ok(
      (await runTest('rest', properties('https://crm.acme.com'), { network: at('203.0.113.5'), consented: [] })).ok,
    );
    assert.ok(
      (
        await runTest('rest', properties('http://crm.acme.com'), {
          network: at('10.0.0.1'),
          consented: ['privateAddress', 'plainHttp'],
        })
      ).ok,
    );
    assert.equal(seen.length, 2);
  });

  it('refuses an address it cannot use, and repeats nothing of it', async () => {
    for (const address of ['', 'crm.acme.com', 'ftp://crm.acme.com', 'https://me:canary-1@crm.acme.com']) {
      const report = await runTest('rest', properties(address), { network: at('203.0.113.5'), consented: [] });
      assert.equal(report.ok, false);
      assert.equal(JSON.stringify(report).includes('canary'), false);
    }
    assert.deepEqual(seen, []);
  });

  it('has a test for the types customers create', async () => {
    assert.deepEqual(['rest', 'salesforce', 'zendesk', 'email', 'odd'].filter(canTestConnection), [
      'rest',
      'salesforce',
      'zendesk',
    ]);
    await assert.rejects(runTest('email', {}), { name: 'UserError' });
  });
});
