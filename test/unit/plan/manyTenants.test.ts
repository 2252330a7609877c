import assert from 'node:assert/strict';
import { applyChanges, isLeft, type AppliedChange } from '../../../src/core/plan/apply';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { totalsOf } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { applyReport } from '../../../src/core/plan/report';
import { desiredOfFiles } from '../../../src/core/plan/resolve';
import { planRest } from '../../../src/core/plan/rest';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import { useSandbox, type FaultRule } from '../../support/sandbox';
import { until } from '../../support/until';
import { directoryOn } from '../directory/onSandbox';
import { random } from './random';

const canary = 'canary-many-tenants-91c04';
const NAME = 'Loyalty';

describe('A file for twenty tenants of which three fail', () => {
  const sandbox = useSandbox({ tenants: 21, integrations: 1 });
  /** Twenty that the user may change. */
  const open = () => sandbox().tenants.filter(({ name }) => name !== 'Umbrella Audit');
  const secrets = { value: async () => Promise.resolve(canary) };

  /** What a person sees of all this: plan, report. */
  const seen: string[] = [];

  function setUp() {
    const tenants = open();
    const { directory, questions } = directoryOn(sandbox());
    const aliases = tenants.map(({ id }, index) => [`t${index}`, { tenantId: id }] as const);
    const tenantsFile = parseTenantsFile(JSON.stringify({ tenants: Object.fromEntries(aliases) }));
    const file = parseIntegrationFile(
      JSON.stringify({
        type: 'rest',
        name: NAME,
        properties: { endpointPrefix: 'https://a.example', username: 'u', password: '${secret:loyalty}' },
        targets: Object.fromEntries(aliases.map(([alias]) => [alias, {}])),
      }),
    );
    const plan = async (from = secrets) => {
      const made = await planChanges(
        await desiredOfFiles([{ path: 'a.cxintegration.json', file }], tenantsFile, directory),
        { directory, secrets: from },
      );
      seen.push(JSON.stringify(made));
      return made;
    };
    return { directory, questions, plan };
  }

  const creates = (tenantId: string) =>
    sandbox().requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith(`/tenants/${tenantId}/integrations`),
    ).length;
  const named = (tenantId: string) =>
    sandbox()
      .integrations(tenantId)
      .filter(({ name }) => name === NAME).length;

  /** A create is refused, or its response is lost though it was stored, or before it was: that one is waited for. */
  const points: readonly FaultRule['fault'][] = [
    { kind: 'status', status: 400 },
    { kind: 'reset', at: 'afterWrite' },
    { kind: 'status', status: 500, write: true },
  ];
  const lost: FaultRule['fault'] = { kind: 'reset', at: 'beforeWrite' };

  for (const [seed, faults] of [points, points, [...points, lost, lost, lost]].entries()) {
    it(`ends with exactly one in every tenant after the rest is applied (seed ${seed})`, async function () {
      this.timeout(60_000);
      const pick = random(seed);
      const { directory, questions, plan } = setUp();
      const tenants = open();
      const failing = new Set<string>();
      while (failing.size < 3) failing.add(tenants[pick(tenants.length)]?.id ?? '');
      const { changes } = await plan();
      assert.deepEqual(
        changes.filter(({ action }) => action !== 'create'),
        [],
      );
      for (const id of failing) {
        const fault = faults[pick(faults.length)] ?? assert.fail();
        sandbox().addFault({ method: 'POST', path: `/v1/tenants/${id}/integrations`, fault });
      }

      const first = await applyChanges(changes, { directory, secrets });
      assert.equal(questions.length, 1);
      let left: readonly AppliedChange[] = first.filter(isLeft);
      assert.ok(left.length <= 3, left.map(({ outcome }) => outcome.kind).join());
      for (const { change } of left)
        assert.ok(change.desired.target.kind === 'tenant' && failing.has(change.desired.target.ref.tenantId));

      if (left.length > 0) {
        const rest = await planRest(left, { directory, secrets });
        assert.deepEqual(rest.moved, []);
        const second = await applyChanges(rest.same, { directory, secrets });
        left = [...rest.settled, ...second].filter(isLeft);
        seen.push(applyReport([...first, ...second], 0));
      }
      assert.deepEqual(left, []);

      // A window that starts again knows nothing of all this, and finds nothing left to do.
      const again = await setUp().plan();
      assert.deepEqual(totalsOf(again.changes).nothing, 20);
      for (const { id, name } of tenants) {
        assert.equal(named(id), 1, name);
        assert.ok(creates(id) <= (failing.has(id) ? 2 : 1), `${name} got ${creates(id)} creates`);
      }
      assert.ok(seen.length > 0 && !seen.some((text) => text.includes(canary)));
    });
  }

  it('sends nothing more when it is canceled, however many have been read and wait to be written', async () => {
    const { directory, plan } = setUp();
    await applyChanges((await plan()).changes, { directory, secrets });
    const renewed = { value: async () => Promise.resolve(`${canary}-renewed`) };
    const { changes } = await plan(renewed);
    sandbox().clearRequests();
    const one = '/v1/tenants/*/integrations/*';
    const always = { always: true } as const;
    sandbox().addFault({ method: 'GET', path: one, when: always, fault: { kind: 'delay', ms: 30, at: 'beforeWrite' } });
    sandbox().addFault({ method: 'PUT', path: one, when: always, fault: { kind: 'delay', ms: 30, at: 'beforeWrite' } });
    const sent = (wanted: string) => sandbox().requests.filter(({ method }) => method === wanted).length;
    const stop = new AbortController();
    const applying = applyChanges(changes, { directory, secrets: renewed, signal: stop.signal });
    await until(() => sent('GET') >= 19);
    const before = sent('PUT');
    stop.abort();
    const applied = await applying;
    // Those that were just leaving, as many as run at once.
    assert.ok(sent('PUT') - before <= 8, `${sent('PUT') - before} sent after the cancel`);
    assert.deepEqual(
      applied.filter(({ outcome }) => outcome.kind !== 'done' && outcome.kind !== 'canceled'),
      [],
    );
    assert.equal(applied.filter(({ outcome }) => outcome.kind === 'done').length, sent('PUT'));
  });

  it('plans just the rest when the run was interrupted in the middle', async () => {
    const { directory, plan } = setUp();
    const { changes } = await plan();
    const stop = new AbortController();
    let begun = 0;
    const applied = await applyChanges(changes, {
      directory,
      secrets,
      signal: stop.signal,
      onProgress: (_change, outcome) => {
        if (outcome?.kind === 'done') begun += 1;
        if (begun === 7) stop.abort();
      },
    });
    const kinds = new Set(applied.map(({ outcome }) => outcome.kind));
    assert.deepEqual([...kinds].sort(), ['canceled', 'done']);
    const made = open().filter(({ id }) => named(id) === 1).length;
    assert.ok(made >= 7 && made < 20, `${made} made`);
    assert.equal(applied.filter(({ outcome }) => outcome.kind === 'done').length, made);

    const after = setUp();
    const rest = await after.plan();
    assert.deepEqual([totalsOf(rest.changes).create, totalsOf(rest.changes).nothing], [20 - made, made]);
    await applyChanges(rest.changes, { directory: after.directory, secrets });
    for (const { id, name } of open()) assert.equal(named(id), 1, name);
  });
});
