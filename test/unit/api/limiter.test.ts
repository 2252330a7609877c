import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { FairLimiter, LimiterPool } from '../../../src/core/api/limiter';
import { failure } from './support';

/** Work that ends when the test says so. */
function work(order: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const task = async (): Promise<void> => {
    order.push(name);
    await ended;
  };
  return {
    task,
    end: () => {
      end();
    },
  };
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('Limit of calls', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('runs no more than allowed, and the rest in turn between tenants', async () => {
    const limiter = new FairLimiter(() => 1);
    const order: string[] = [];
    const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2'];
    const jobs = names.map((name) => ({ name, ...work(order, name) }));
    const runs = jobs.map((job) => limiter.run(job.name.charAt(0), job.task));
    while (order.length < jobs.length) {
      await turn();
      assert.equal(limiter.load.active, 1);
      jobs.find((job) => job.name === order.at(-1))?.end();
      await turn();
    }
    jobs.forEach((job) => {
      job.end();
    });
    await Promise.all(runs);
    assert.deepEqual(order, ['a1', 'a2', 'b1', 'c1', 'a3', 'c2', 'a4']);
    assert.deepEqual(limiter.load, { active: 0, waiting: 0 });
  });

  it('follows the setting while calls are waiting', async () => {
    let limit = 1;
    const limiter = new FairLimiter(() => limit);
    const order: string[] = [];
    const jobs = ['1', '2', '3', '4'].map((name) => work(order, name));
    const runs = jobs.map((job) => limiter.run('t', job.task));
    await turn();
    limit = 3;
    jobs[0]?.end();
    await turn();
    assert.deepEqual(order, ['1', '2', '3', '4']);
    jobs.forEach((job) => {
      job.end();
    });
    await Promise.all(runs);
  });

  it('always runs at least one call, whatever the setting', async () => {
    const limiter = new FairLimiter(() => 0);
    assert.equal(await limiter.run('t', () => Promise.resolve('done')), 'done');
  });

  it('lets a waiting call go when it is canceled, without having started it', async () => {
    const limiter = new FairLimiter(() => 1);
    const order: string[] = [];
    const first = work(order, 'first');
    const running = limiter.run('t', first.task);
    const controller = new AbortController();
    const waiting = failure(limiter.run('t', work(order, 'canceled').task, { signal: controller.signal }));
    const behind = limiter.run('t', () => Promise.resolve(order.push('behind')));
    controller.abort();
    const error = await waiting;
    assert.equal(error.kind, 'aborted');
    assert.ok(error.noEffect);
    assert.deepEqual(limiter.load, { active: 1, waiting: 1 });
    first.end();
    await Promise.all([running, behind]);
    assert.deepEqual(order, ['first', 'behind']);
  });

  it('gives a failed call’s slot to the next', async () => {
    const limiter = new FairLimiter(() => 1);
    await assert.rejects(limiter.run('t', () => Promise.reject(new Error('no'))));
    assert.equal(await limiter.run('t', () => Promise.resolve(1)), 1);
  });

  it('starts more calls while slow ones run, up to four times the limit', async () => {
    const limiter = new FairLimiter(() => 2, 20);
    const order: string[] = [];
    const jobs = Array.from({ length: 10 }, (_, i) => work(order, String(i)));
    const runs = jobs.map((job) => limiter.run('t', job.task));
    for (let round = 0; round < 10; round += 1) {
      await turn();
      mock.timers.tick(20);
    }
    assert.deepEqual(limiter.load, { active: 8, waiting: 2 });
    jobs.forEach((job) => {
      job.end();
    });
    await Promise.all(runs);
    assert.deepEqual([order.length, limiter.load], [10, { active: 0, waiting: 0 }]);
    // Those that were slow are gone, and count for nothing any more.
    const next = Array.from({ length: 3 }, (_, i) => work(order, `next ${i}`));
    const nextRuns = next.map((job) => limiter.run('t', job.task));
    await turn();
    assert.deepEqual(limiter.load, { active: 2, waiting: 1 });
    next.forEach((job) => {
      job.end();
    });
    await Promise.all(nextRuns);
  });

  it('starts urgent calls first, and two of them when every slot is taken', async () => {
    const limiter = new FairLimiter(() => 1, 5);
    const order: string[] = [];
    const stuck = Array.from({ length: 5 }, (_, i) => work(order, `stuck ${i}`));
    const stuckRuns = stuck.map((job) => limiter.run('t', job.task));
    for (let round = 0; round < 10; round += 1) {
      await turn();
      mock.timers.tick(5);
    }
    assert.deepEqual(limiter.load, { active: 4, waiting: 1 });
    const urgent = Array.from({ length: 3 }, (_, i) => work(order, `urgent ${i}`));
    const urgentRuns = urgent.map((job) => limiter.run('t', job.task, { urgent: true }));
    await turn();
    assert.deepEqual(order.slice(4), ['urgent 0', 'urgent 1']);
    assert.deepEqual(limiter.load, { active: 6, waiting: 2 });
    urgent[0]?.end();
    await turn();
    assert.deepEqual(order.slice(6), ['urgent 2']);
    [...stuck, ...urgent].forEach((job) => {
      job.end();
    });
    await Promise.all([...stuckRuns, ...urgentRuns]);
    assert.deepEqual([order.at(-1), limiter.load], ['stuck 4', { active: 0, waiting: 0 }]);
  });

  it('gives a free slot to an urgent call, and drops a canceled one', async () => {
    const limiter = new FairLimiter(() => 1);
    const order: string[] = [];
    const jobs = ['first', 'second', 'urgent 0', 'urgent 1'].map((name) => ({ name, ...work(order, name) }));
    const runs = jobs.map(({ name, task }) => limiter.run('t', task, { urgent: name.startsWith('urgent') }));
    const controller = new AbortController();
    const canceled = failure(
      limiter.run('t', work(order, 'canceled').task, { signal: controller.signal, urgent: true }),
    );
    controller.abort();
    assert.equal((await canceled).kind, 'aborted');
    assert.deepEqual(limiter.load, { active: 3, waiting: 1 });
    jobs.forEach((job) => {
      job.end();
    });
    await Promise.all(runs);
    assert.deepEqual(order, ['first', 'urgent 0', 'urgent 1', 'second']);
  });

  for (const limit of [1, 6])
    it(`gives every third turn to the others while urgent calls keep coming, ${limit} at once`, async () => {
      const limiter = new FairLimiter(() => limit);
      const order: string[] = [];
      const names = Array.from({ length: 40 }, (_, i) => (i < 30 ? `urgent ${i}` : `other ${i - 30}`));
      const jobs = new Map(names.map((name) => [name, work(order, name)]));
      const runs = [...jobs].map(([name, { task }]) => limiter.run('t', task, { urgent: name.startsWith('urgent') }));
      const others = (): readonly string[] => order.filter((name) => name.startsWith('other'));
      for (let ended = 0; ended < 12; ended += 1) {
        jobs.get(order[ended] ?? '')?.end();
        await turn();
        assert.ok(limiter.load.active <= limit + 2, 'no more than with two urgent calls beside the others');
      }
      assert.deepEqual(others().slice(0, 3), ['other 0', 'other 1', 'other 2']);
      assert.ok(others().length <= order.length / 3, 'urgent calls come first');
      jobs.forEach((job) => {
        job.end();
      });
      await Promise.all(runs);
      assert.deepEqual([order.length, limiter.load], [40, { active: 0, waiting: 0 }]);
    });

  it('is one for all accounts of an endpoint', () => {
    const pool = new LimiterPool(() => 2);
    assert.equal(pool.for('https://api.example.com'), pool.for('https://api.example.com/v1/'));
    assert.notEqual(pool.for('https://api.example.com'), pool.for('https://eu.example.com'));
  });
});
