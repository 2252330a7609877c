import assert from 'node:assert/strict';
import { FairLimiter } from '../../../src/core/api/limiter';
import { scanIntegrations, type ScanProgress } from '../../../src/core/operations/scan';
import type { TenantRef } from '../../../src/core/directory/model';
import { directoryWith, signedInAt } from '../../support/directory';
import { useSandbox } from '../../support/sandbox';
import { canary, directoryOn, zendesk } from '../directory/onSandbox';

describe('scanIntegrations', () => {
  const sandbox = useSandbox({ tenants: 20, integrations: 3 });

  const tenantId = (at: number): string => sandbox().tenants[at]?.id ?? assert.fail();
  const path = (at: number): string => `/v1/tenants/${tenantId(at)}/**`;

  it('hands over every tenant once, and keeps nothing of what it read', async () => {
    const { directory, account } = directoryOn(sandbox());
    const counts = new Map<string, number>();
    const progress: ScanProgress[] = [];
    const result = await scanIntegrations(
      directory,
      {
        tenant: (tenant, integrations) => {
          assert.ok(!counts.has(tenant.tenantId));
          counts.set(tenant.tenantId, integrations.length);
        },
      },
      { onProgress: (now) => progress.push(now) },
    );
    assert.deepEqual([...counts.values()], Array(20).fill(3));
    assert.deepEqual([result.read, result.done, result.total, result.failed.length], [20, 20, 20, 0]);
    assert.deepEqual(
      progress.map(({ done }) => done),
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    assert.equal(directory.integrations({ accountId: account.id, tenantId: tenantId(0) }).state, 'idle');
  });

  it('asks again for what is in memory, and shows it, where the answer must be fresh', async () => {
    const { directory, account } = directoryOn(sandbox());
    const ref = { accountId: account.id, tenantId: tenantId(0) };
    const [known] = await directory.loadIntegrations(ref);
    assert.ok(known);
    await directoryOn(sandbox()).directory.updateIntegration(known, { description: 'changed elsewhere' });
    const descriptions = async (isFresh: boolean): Promise<readonly string[]> => {
      const found: string[] = [];
      const tenant = (_tenant: unknown, all: readonly { readonly description: string }[]): void =>
        void found.push(...all.map(({ description }) => description));
      await scanIntegrations(directory, { tenant }, { tenants: [ref], isFresh });
      return found;
    };
    assert.ok(!(await descriptions(false)).includes('changed elsewhere'));
    assert.ok((await descriptions(true)).includes('changed elsewhere'));
    assert.equal(directory.integration(known)?.description, 'changed elsewhere');
  });

  it('lists what it could not read, and reads the rest', async () => {
    const { directory } = directoryOn(sandbox());
    sandbox().addFault({ path: path(7), when: { always: true }, fault: { kind: 'status', status: 418 } });
    const { read, failed } = await scanIntegrations(directory, {});
    assert.equal(read, 19);
    assert.deepEqual(
      failed.map(({ what, name, error }) => [what, name, error.status]),
      [['tenant', sandbox().tenants[7]?.name, 418]],
    );
  });

  it('continues while more tenants never respond than calls run at once', async () => {
    const { directory } = directoryOn(sandbox(), undefined, undefined, { limiter: new FairLimiter(() => 6, 100) });
    for (let at = 0; at < 12; at += 1)
      sandbox().addFault({ path: path(at), when: { always: true }, fault: { kind: 'stall', at: 'headers' } });
    const aborter = new AbortController();
    const { read, failed } = await scanIntegrations(
      directory,
      {},
      {
        signal: aborter.signal,
        onProgress: (now) => {
          if (now.read === 8) aborter.abort();
        },
      },
    );
    assert.deepEqual([read, failed.length], [8, 0]);
  });

  it('says which account could not be listed', async () => {
    const { directory, account } = directoryOn(sandbox());
    sandbox().addFault({ path: '/v1/login', when: { always: true }, fault: { kind: 'status', status: 418 } });
    const { done, total, failed } = await scanIntegrations(directory, {});
    assert.deepEqual([done, total], [1, 1]);
    assert.deepEqual(
      failed.map(({ what, name }) => [what, name]),
      [['account', account.label]],
    );
  });

  it('reads only the tenants that it is given', async () => {
    const { directory, account } = directoryOn(sandbox());
    const seen: string[] = [];
    const tenants = [3, 5].map((at) => ({ accountId: account.id, tenantId: tenantId(at) }));
    await scanIntegrations(directory, { tenant: (tenant) => void seen.push(tenant.tenantId) }, { tenants });
    assert.deepEqual(seen.sort(), [tenantId(3), tenantId(5)].sort());
    const asked = sandbox().requests.filter((request) => request.path.endsWith('/integrations'));
    assert.equal(asked.length, 2);
  });

  it('ends when its visitor throws', async () => {
    const { directory } = directoryOn(sandbox());
    const scan = scanIntegrations(directory, {
      tenant: () => {
        throw new Error('no more');
      },
    });
    await assert.rejects(scan, /no more/);
  });

  it('hands over secrets where it is asked to, each registered for redaction and none of them kept', async () => {
    const { directory, account } = directoryOn(sandbox());
    const ref = { accountId: account.id, tenantId: tenantId(1) };
    await directory.createIntegration(ref, zendesk('Scanned desk'));
    await directory.createIntegration(ref, zendesk('Other desk'));

    const other = directoryOn(sandbox());
    const handed: unknown[] = [];
    await scanIntegrations(
      other.directory,
      {
        tenant: (_tenant, integrations) => {
          assert.ok(!JSON.stringify(integrations).includes(canary));
        },
        integration: (_tenant, { integration, properties }) => {
          handed.push([integration.name, properties.password]);
        },
      },
      { tenants: [ref], withSecrets: ({ name }) => name === 'Scanned desk' },
    );
    assert.deepEqual(handed, [['Scanned desk', canary]]);
    assert.ok(other.secrets.has(canary));
    assert.deepEqual(
      other.changes.filter(({ kind }) => kind === 'integration'),
      [],
    );
    assert.equal(other.directory.integrations(ref).state, 'idle');
  });

  it('fetches no secret where none is stored or the visitor takes none', async () => {
    const { directory, account } = directoryOn(sandbox());
    const ref = { accountId: account.id, tenantId: tenantId(2) };
    await scanIntegrations(directory, {}, { tenants: [ref], withSecrets: () => true });
    assert.ok(sandbox().requests.every((request) => !/integrations\/./.test(request.path)));
  });

  it('reads a tenant that two accounts see once, with one that can', async () => {
    const two = ['account-1', 'account-2'].map((id) => signedInAt(sandbox(), { id }));
    const { directory } = directoryWith(two, {
      fetch: async (url, init) => {
        const accountOf = tokens.get(new Headers(init.headers).get('authorization') ?? '');
        return accountOf === 0 && url.endsWith(`/${tenantId(7)}/integrations`)
          ? new Response('{"error":"no"}', { status: 403 })
          : fetch(url, init);
      },
    });
    const tokens = new Map<string, number>();
    for (const [at, { account }] of two.entries()) tokens.set(`Token ${await directory.token(account.id)}`, at);
    const seen: string[] = [];
    const tenant = ({ accountId, tenantId: id }: TenantRef): void => {
      seen.push(`${accountId}/${id}`);
    };
    const { read, total, failed } = await scanIntegrations(directory, { tenant }, { eachTenantOnce: true });
    assert.deepEqual([read, total, failed.length], [20, 20, 0]);
    assert.deepEqual(
      seen.sort(),
      Array.from({ length: 20 }, (_, at) => `${at === 7 ? 'account-2' : 'account-1'}/${tenantId(at)}`).sort(),
    );
    const all = await scanIntegrations(directory, {});
    assert.deepEqual([all.read, all.failed.length], [39, 1], 'without that, each account reads it');
  });
});
