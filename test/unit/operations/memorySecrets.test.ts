import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { systemClock } from '../../../src/core/base/clock';
import { formatSecretReference, parseSecretReference } from '../../../src/core/base/secretReference';
import { MEMORY_SECRETS_KEPT_MS, MemorySecrets } from '../../../src/core/operations/memorySecrets';

const canary = 'canary-memory-20c7e';

describe('Secrets in memory', () => {
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now };

  beforeEach(() => {
    now = 0;
  });

  it('give a value to its reference alone, and ask the other source for the rest', async () => {
    const others = { value: async ({ name }: { readonly name: string }) => Promise.resolve(`saved ${name}`) };
    const secrets = new MemorySecrets({ others });
    const first = secrets.add(canary, 'Password of Order API');
    const second = secrets.add('another', 'Password of Order API');
    assert.deepEqual([await secrets.value(first), await secrets.value(second)], [canary, 'another']);
    assert.equal(await secrets.value({ source: 'memory', name: 'Password of Price list' }), undefined);
    assert.equal(await secrets.value({ source: 'secret', name: 'acme' }), 'saved acme');
    secrets.clear();
  });

  it('are dropped after their time, which each use restarts, and on request', async () => {
    const secrets = new MemorySecrets({ clock });
    const reference = secrets.add(canary, 'Token');
    now += MEMORY_SECRETS_KEPT_MS;
    assert.equal(await secrets.value(reference), canary);
    now += MEMORY_SECRETS_KEPT_MS;
    assert.equal(await secrets.value(reference), canary);
    now += MEMORY_SECRETS_KEPT_MS + 1;
    assert.equal(await secrets.value(reference), undefined);
    const again = secrets.add(canary, 'Token');
    secrets.clear();
    assert.equal(await secrets.value(again), undefined);
  });

  it('show nothing of a value when printed', () => {
    const secrets = new MemorySecrets();
    const reference = secrets.add(canary, 'Token');
    const printed = [
      JSON.stringify(secrets),
      inspect(secrets, { depth: 9, showHidden: true }),
      JSON.stringify(reference),
    ];
    assert.ok(!printed.join().includes(canary));
    secrets.clear();
  });

  it('cannot be named in a file', () => {
    assert.equal(parseSecretReference('${memory:Token}'), undefined);
    assert.equal(formatSecretReference({ source: 'memory', name: 'Token' }), 'Token');
  });
});
