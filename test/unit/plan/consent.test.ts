import assert from 'node:assert/strict';
import { ConsentingSecrets, type SecretUse } from '../../../src/core/operations/consentingSecrets';
import type { DesiredIntegration } from '../../../src/core/plan/model';
import { secretUsesOf } from '../../../src/core/plan/secretUses';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { parseSecretReference } from '../../../src/core/base/secretReference';

const CANARY = 'cnry-consent-71b2';
const use = (name: string, host: string): SecretUse => ({
  reference: { source: 'secret', name },
  host,
  file: 'desk.cxintegration.json',
});

/** A workspace's memory, a source that has every secret, and a user who answers. */
function setUp(isAgreeing: boolean) {
  const agreed = new Set<string>();
  const asked: string[][] = [];
  const store = {
    has: (key: string) => agreed.has(key),
    add: async (keys: readonly string[]) => {
      for (const key of keys) agreed.add(key);
      return Promise.resolve();
    },
  };
  const open = (uses: readonly SecretUse[]) =>
    new ConsentingSecrets({ value: async () => Promise.resolve(CANARY) }, uses, store, async (all) => {
      asked.push(all.map(({ host }) => host));
      return Promise.resolve(isAgreeing);
    });
  return { open, asked, agreed };
}

describe('Secrets for files', () => {
  it('are asked about once for each secret and host of a workspace', async () => {
    const { open, asked, agreed } = setUp(true);
    const first = open([use('a', 'one.example'), use('a', 'two.example'), use('a', 'one.example')]);
    assert.equal(await first.value({ source: 'secret', name: 'a' }), CANARY);
    assert.equal(await first.value({ source: 'secret', name: 'a' }), CANARY);
    assert.equal(await open([use('a', 'two.example')]).value({ source: 'secret', name: 'a' }), CANARY);
    assert.deepEqual(asked, [['one.example', 'two.example']]);
    first.setUses([use('a', 'one.example'), use('a', 'evil.example')]);
    await first.value({ source: 'secret', name: 'a' });
    assert.deepEqual(asked[1], ['evil.example']);
    assert.ok(![...agreed].join().includes(CANARY));
  });

  it('are asked about for every service that a file names: nothing says which of them gets which secret', () => {
    const desired = (properties: Readonly<Record<string, string>>): DesiredIntegration => ({
      origin: { kind: 'file', path: 'a.cxintegration.json', alias: 'dev' },
      target: { kind: 'tenant', ref: { accountId: 'a', tenantId: 't' }, isProduction: false },
      type: 'teleopti',
      values: { name: 'Shifts', properties, secrets: { ftpPassword: { source: 'secret', name: 'ftp' } } },
    });
    const hosts = (properties: Readonly<Record<string, string>>) =>
      secretUsesOf([desired(properties)], () => 'region.example').map(({ host }) => host);
    const teleoptiUrl = 'https://acme.teleopti.example';
    assert.deepEqual(hosts({ teleoptiUrl }), ['acme.teleopti.example']);
    for (const address of [
      'https:\\\\evil.example\\api',
      'https:evil.example',
      'https:/evil.example',
      'ht\ntps:\\\\evil.example',
    ])
      assert.deepEqual(hosts({ teleoptiUrl: address }), ['evil.example'], address);
    assert.deepEqual(hosts({ teleoptiUrl: 'https://:' }), ['https://:'], 'no host of the region’s in its place');
    assert.deepEqual(hosts({ teleoptiUrl, ftpUrl: 'evil.example', ftpUsername: 'u.example' }), [
      'acme.teleopti.example',
      'evil.example',
    ]);
    assert.deepEqual(hosts({ ftpUrl: 'evil.example' }), ['evil.example']);
    assert.deepEqual(hosts({}), ['region.example']);
  });

  it('get no value where the user declines, nor where no use was named', async () => {
    const { open, agreed } = setUp(false);
    assert.equal(await open([use('a', 'one.example')]).value({ source: 'secret', name: 'a' }), undefined);
    assert.equal(agreed.size, 0);
    assert.equal(await setUp(true).open([]).value({ source: 'secret', name: 'a' }), undefined);
  });

  it('in memory are out of a file’s reach', async () => {
    const memory = new MemorySecrets();
    const reference = memory.add(CANARY, 'copied');
    assert.equal(await memory.value(reference), CANARY);
    assert.equal(parseSecretReference(`\${memory:${reference.name}}`), undefined);
  });
});
