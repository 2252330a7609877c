import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/api/error';
import { CachedResource } from '../../../src/core/directory/cachedResource';
import { deferred } from '../../support/deferred';

function resourceOf(load: () => Promise<string>, cached?: string) {
  const changes: string[] = [];
  const kept: string[] = [];
  const resource: CachedResource<string> = new CachedResource<string>({
    load,
    cached: async () => Promise.resolve(cached === undefined ? undefined : { value: cached, savedAt: 5 }),
    keep: (value) => kept.push(value),
    changed: () => changes.push(resource.state.state),
    now: () => 1000,
  });
  return { resource, changes, kept };
}

describe('A cached resource', () => {
  it('names a fault of ours by its class and place, and quotes nothing', async () => {
    const { resource } = resourceOf(async () =>
      Promise.reject(new TypeError('cannot read ada-4711\n    at acme-4711.example')),
    );
    const error = await resource.load().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ApiError);
    assert.match(error.causeText, /^unexpected=TypeError < .*cachedResource\.test\.mjs:\d+:\d+/);
    assert.ok(!error.causeText.includes('4711'), error.causeText);
  });

  it('shares one request in flight between all callers', async () => {
    const response = deferred<string>();
    let asked = 0;
    const { resource } = resourceOf(async () => {
      asked += 1;
      return response.promise;
    });
    const both = [resource.load({ force: true }), resource.load({ force: true })];
    response.resolve('a');
    assert.deepEqual(await Promise.all(both), ['a', 'a']);
    assert.equal(asked, 1);
  });

  it('shows the kept copy at once and the fresh one behind it', async () => {
    const response = deferred<string>();
    const { resource, changes, kept } = resourceOf(async () => response.promise, 'old');
    assert.equal(await resource.load(), 'old');
    assert.equal(resource.value, 'old');
    response.resolve('new');
    assert.equal(await resource.load({ force: true }), 'new');
    assert.deepEqual(changes, ['ready']);
    assert.deepEqual(kept, ['new']);
  });

  it('fires no event when the server confirms what is shown', async () => {
    const { resource, changes } = resourceOf(async () => Promise.resolve('same'));
    await resource.load();
    changes.length = 0;
    await resource.load({ force: true });
    assert.deepEqual(changes, []);
  });

  it('keeps the last good value beside an error', async () => {
    let fail = false;
    const { resource } = resourceOf(async () =>
      fail ? Promise.reject(new ApiError('offline', 'no network')) : Promise.resolve('good'),
    );
    await resource.load();
    fail = true;
    await assert.rejects(resource.load({ force: true }), { kind: 'offline' });
    assert.equal(resource.state.state, 'failed');
    assert.equal(resource.value, 'good');
  });

  it('turns whatever is thrown into an ApiError', async () => {
    const { resource } = resourceOf(async () => Promise.reject(new TypeError('boom')));
    await assert.rejects(resource.load(), (error) => error instanceof ApiError && error.kind === 'protocol');
  });

  it('lets one caller cancel without canceling the others', async () => {
    const response = deferred<string>();
    const { resource } = resourceOf(async () => response.promise);
    const controller = new AbortController();
    const impatient = resource.load({ force: true, signal: controller.signal });
    const patient = resource.load({ force: true });
    controller.abort();
    await assert.rejects(impatient, { kind: 'aborted' });
    response.resolve('late');
    assert.equal(await patient, 'late');
  });

  it('asks again when a write came in during the request', async () => {
    const first = deferred<string>();
    let asked = 0;
    const { resource } = resourceOf(async () => {
      asked += 1;
      return asked === 1 ? first.promise : Promise.resolve('after the write');
    });
    const loading = resource.load({ force: true });
    resource.revise(() => 'written');
    first.resolve('before the write');
    assert.equal(await loading, 'after the write');
    assert.equal(resource.value, 'after the write');
  });

  it('asks until no write came in meanwhile, but not for ever', async () => {
    const writes: string[] = [];
    let asked = 0;
    const { resource } = resourceOf(async () => {
      asked += 1;
      const told = resource.value ?? 'none';
      const next = writes.shift();
      if (next !== undefined) resource.revise(() => next);
      return Promise.resolve(`server before ${told}`);
    });
    await resource.load();
    writes.push('second', 'third');
    assert.equal(await resource.load({ force: true }), 'server before third');
    assert.equal(asked, 4);
    let restless = 0;
    let isBusy = false;
    const { resource: busy } = resourceOf(async () => {
      restless += 1;
      if (isBusy) busy.revise(() => String(restless));
      return Promise.resolve('response');
    });
    await busy.load();
    isBusy = true;
    assert.equal(await busy.load({ force: true }), String(restless), 'what was written last is kept');
    assert(restless < 10);
  });

  it('keeps what was written while a refresh failed', async () => {
    const second = deferred<string>();
    let asked = 0;
    const { resource } = resourceOf(async () => {
      asked += 1;
      return asked === 1 ? Promise.resolve('before the write') : second.promise;
    });
    await resource.load();
    const refresh = resource.load({ force: true });
    resource.revise(() => 'written');
    second.reject(new ApiError('timeout', 'too slow'));
    await assert.rejects(refresh, { kind: 'timeout' });
    assert.deepEqual([resource.state.state, resource.value], ['failed', 'written']);
  });

  it('asks again after a write that came before the first response', async () => {
    const first = deferred<string>();
    let asked = 0;
    const { resource } = resourceOf(async () => {
      asked += 1;
      return asked === 1 ? first.promise : Promise.resolve('with the new one');
    });
    const loading = resource.load({ force: true });
    resource.revise((value) => `${value} and the new one`);
    first.resolve('without the new one');
    assert.equal(await loading, 'with the new one');
  });

  it('fires an event for a response that reverts what a write had shown', async () => {
    const second = deferred<string>();
    let asked = 0;
    const { resource, changes } = resourceOf(async () => {
      asked += 1;
      return asked === 2 ? second.promise : Promise.resolve('as it was');
    });
    await resource.load();
    const refresh = resource.load({ force: true });
    resource.revise(() => 'written');
    changes.length = 0;
    second.resolve('as it was');
    assert.equal(await refresh, 'as it was');
    assert.deepEqual(changes, ['ready']);
  });
});
