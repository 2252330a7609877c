import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { call, signIn, startSandbox, startSandboxProcess, type Sandbox } from '../../support/sandbox';
import { caller, fields, integrationsPath, list, restBody, result } from './setup';

describe('sandbox: size', () => {
  const started: Sandbox[] = [];
  const start = async (options: Parameters<typeof startSandbox>[0]) => {
    const sandbox = await startSandbox(options);
    started.push(sandbox);
    return sandbox;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
  });

  it('can be 10,000 tenants with 200 integrations each, made when they are asked for', async () => {
    const memory = process.memoryUsage().heapUsed;
    const sandbox = await start({ tenants: 10_000, integrations: 200 });
    assert.equal(sandbox.tenants.length, 10_000);
    assert.equal(new Set(sandbox.tenants.map(({ id }) => id)).size, 10_000);
    const { get, post } = caller(sandbox, await signIn(sandbox));
    const path = integrationsPath(sandbox.tenants[9_999]?.id ?? '');
    const before = list(result(await get(path))).map(fields);
    assert.equal(before.length, 200);
    assert.equal(new Set(before.map(({ id }) => id)).size, 200);
    assert.equal(new Set(before.map(({ name }) => name)).size, 200);
    assert.deepEqual(list(result(await get(path))), before);
    assert.equal((await post(path, restBody('New'))).status, 201);
    assert.equal(list(result(await get(path))).length, 201);
    assert.equal((await get(`${path}/${String(before[7]?.id)}`)).status, 200);
    assert.ok(process.memoryUsage().heapUsed - memory < 100 * 1024 * 1024);
  });

  it('has children under parents, also in generated tenants', async () => {
    const sandbox = await start({ tenants: 40, integrations: 3 });
    const { get } = caller(sandbox, await signIn(sandbox));
    const tenants = list(result(await get('/v1/tenants?regionId=x'))).map(fields);
    const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    const children = tenants.filter(({ parentId }) => parentId !== null);
    assert.ok(children.length > 5);
    for (const child of children)
      assert.ok(list(byId.get(child.parentId)?.childIds).includes(child.id), String(child.name));
    for (const { id } of sandbox.tenants) assert.equal(list(result(await get(integrationsPath(id)))).length, 3);
  });

  it('is the same for the same seed and another for another', async () => {
    const [one, same, other] = await Promise.all([
      start({ tenants: 20, seed: 5 }),
      start({ tenants: 20, seed: 5 }),
      start({ tenants: 20, seed: 6 }),
    ]);
    const last = one.tenants[19]?.id ?? '';
    assert.deepEqual(same.tenants, one.tenants);
    assert.deepEqual(same.integrations(last), one.integrations(last));
    assert.notDeepEqual(other.tenants, one.tenants);
  });
});

describe('sandbox: command line', () => {
  it('prints one line, serves, and ends on SIGTERM', async () => {
    const { line, remote, ...running } = await startSandboxProcess(['--tenants', '12', '--integrations', '2']);
    try {
      assert.deepEqual(Object.keys(line), [
        'url',
        'username',
        'password',
        'apiKey',
        'apiSecret',
        'tenants',
        'sampleValues',
        'control',
        'services',
      ]);
      assert.equal(line.tenants.length, 12);
      const response = await call(line.url, 'POST', '/v1/tokens', {
        body: { username: line.username, password: line.password },
      });
      assert.equal(response.status, 200);
      assert.deepEqual(
        (await remote.requests()).map(({ path }) => path),
        ['/v1/tokens'],
      );
      assert.equal((await remote.integrations(line.tenants[11]?.id ?? '')).length, 2);
    } finally {
      // Windows has no signals: it ends the process outright, which then has no code.
      assert.equal(await running.stop(), process.platform === 'win32' ? null : 0);
    }
    await assert.rejects(call(line.url, 'GET', '/v1/regions'), /ECONNREFUSED/);
  });

  it('ends with npm when that is told to end', async function () {
    if (process.platform === 'win32') this.skip();
    const npm = spawn('npm', ['run', 'sandbox', '--', '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(npm.stdout, 'close');
    for await (const line of createInterface({ input: npm.stdout })) {
      if (line.startsWith('{')) npm.kill('SIGTERM');
    }
    // The output closes when the last process that holds it is gone.
    await ended;
  });

  it('refuses what it does not understand', async () => {
    await assert.rejects(startSandboxProcess(['--tenants', 'many']), /exit code 1 --tenants must be a whole number/);
    await assert.rejects(startSandboxProcess(['--colour', 'red']), /exit code 1 .*--colour/);
    await assert.rejects(
      startSandboxProcess(['--dialect', 'put=append']),
      /"put" cannot be "append".*put=replace\|merge/,
    );
    await assert.rejects(
      startSandboxProcess(['--dialect', 'pot=merge']),
      /no dialect "pot".*secrets=clear\|masked\|absent/,
    );
  });
});
