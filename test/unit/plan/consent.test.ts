import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConsentingSecrets, type SecretUse } from '../../../src/core/operations/consentingSecrets';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { parseSecretReference } from '../../../src/core/base/secretReference';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';

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

describe('Generated files', () => {
  const part = fc.constantFrom(
    '"type": "zendesk"', '"type": 1', '"name": "x"', '"properties": {', '"targets": {', '"dev": {}', '"password": "p"',
    '"password": "${secret:a}"', '"__proto__": {}', '"constructor": []', '"\\u0000": "\\ud800"', '}', '{', '[', ']', ',',
    ',', '// c\n', '/*', '\u2028', '"tenants": {', '"tenantId": "x"', '\r\n', '"toString": "${env:toString}"',
  ); // prettier-ignore

  it('never throw, and every issue has a place inside the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(part, fc.string({ maxLength: 6 })), { maxLength: 30 }),
        fc.boolean(),
        (parts, isWhole) => {
          const text = isWhole ? `{${parts.join('')}}` : parts.join('');
          for (const { range } of [...parseIntegrationFile(text).issues, ...parseTenantsFile(text).issues])
            assert.ok(
              range.offset >= 0 && range.length >= 0 && range.offset + range.length <= Math.max(1, text.length),
              text,
            );
        },
      ),
      { numRuns: 2000 },
    );
  });
});
