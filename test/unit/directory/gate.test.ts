import assert from 'node:assert/strict';
import type { Integration, TenantRef } from '../../../src/core/directory/model';
import type { Change, WriteIntent, WriteOutcome, WriteProgress } from '../../../src/core/directory/write';
import { Redactor } from '../../../src/core/redact/redactor';
import { useSandbox } from '../../support/sandbox';
import { restDraft } from '../api/support';
import { directoryOn } from './onSandbox';

const kinds = (outcomes: readonly WriteOutcome[] | undefined) => outcomes?.map(({ kind }) => kind);

describe('The gate of writes', () => {
  const sandbox = useSandbox();

  async function ready(answer: (intent: WriteIntent) => boolean = () => true) {
    const on = directoryOn(sandbox(), answer);
    const tenants = await on.directory.loadTenants(on.account.id);
    const named = (name: string): TenantRef => tenants.find((tenant) => tenant.name === name) ?? assert.fail(name);
    const [dev, staging] = [named('Acme Dev'), named('Acme Staging')];
    const own = async (ref: TenantRef): Promise<readonly Integration[]> =>
      (await on.directory.loadIntegrations(ref)).filter((each) => each.ownerTenantId === ref.tenantId);
    const [inDev, inStaging] = [await own(dev), await own(staging)];
    sandbox().clearRequests();
    return { ...on, dev, staging, inDev, inStaging };
  }

  const toggle = (each: Integration): Change => ({ kind: 'update', ref: each, change: { active: !each.active } });
  const writes = () => sandbox().requests.filter(({ method }) => method === 'PUT' || method === 'POST');
  const putPath = (each: Integration) => `/v1/tenants/${each.tenantId}/integrations/${each.integrationId}`;

  it('asks once for a whole batch, naming production apart, and sends nothing where it is declined', async () => {
    let isAgreed = false;
    const { directory, dev, inDev, inStaging, questions } = await ready(() => isAgreed);
    await directory.markTenant(dev, 'production');
    const changes = [...inDev, ...inStaging].map(toggle);
    const declined = await directory.write(changes);
    assert.deepEqual([...new Set(kinds(declined))], ['canceled']);
    assert.deepEqual(writes(), []);
    assert.equal(questions.length, 1);
    assert.deepEqual(
      questions[0]?.items.map(({ tenant, isProduction }) => [tenant.name, isProduction]),
      [...inDev.map(() => ['Acme Dev', true]), ...inStaging.map(() => ['Acme Staging', false])],
    );
    isAgreed = true;
    assert.deepEqual([...new Set(kinds(await directory.write(changes)))], ['done']);
    assert.equal(questions.length, 2);
  });

  it('asks where the caller marks the tenant as production or requires a question, and never less often', async () => {
    const { directory, inDev, questions } = await ready();
    const [one, two] = inDev.map(toggle);
    assert.ok(one && two);
    await directory.write([{ ...one, isProduction: true }]);
    await directory.write([one], { ask: 'always' });
    await directory.write([one, two], { ask: 'several' });
    assert.equal(questions.length, 3);
    await directory.write([two], { ask: 'several' });
    assert.equal(questions.length, 3);
  });

  it('asks before taking back a change in a tenant that only the caller knew as production', async () => {
    const { directory, inDev, questions } = await ready();
    const [one] = inDev.map(toggle);
    assert.ok(one);
    const [outcome] = await directory.write([{ ...one, isProduction: true }]);
    assert.ok(outcome?.kind === 'done' && outcome.operation !== undefined);
    await directory.undo();
    assert.deepEqual(
      questions.map(({ items }) => items.map(({ action, isProduction }) => [action, isProduction])),
      [[[one.kind === 'update' && one.change.active === true ? 'enable' : 'disable', true]], [['undo', true]]],
    );
  });

  it('rejects what may not be changed with the reason, and writes the rest', async () => {
    const { directory, dev, staging, inDev, inStaging, questions } = await ready();
    const inherited = (await directory.loadIntegrations(staging)).find((each) => each.ownerTenantId !== each.tenantId);
    await directory.markTenant(dev, 'readOnly');
    const [closed] = inDev;
    const [open] = inStaging;
    assert.ok(closed && open);
    const outcomes = await directory.write(
      [
        toggle(closed),
        { kind: 'create', ref: dev, draft: restDraft('Refused') },
        toggle(open),
        ...(inherited ? [toggle(inherited)] : []),
        { kind: 'update', ref: { ...open, integrationId: 'not-there' }, change: { active: true } },
        { kind: 'create', ref: { ...dev, tenantId: 'not-there' }, draft: restDraft('Nowhere') },
      ],
      { ask: 'always' },
    );
    assert.deepEqual(kinds(outcomes), [
      'refused',
      'refused',
      'done',
      ...(inherited ? ['refused'] : []),
      'failed',
      'failed',
    ]);
    assert.ok(outcomes[0]?.kind === 'refused' && outcomes[0].error.message.includes('read-only'));
    assert.deepEqual(
      questions.map(({ items, refused }) => [items.length, refused.length]),
      [[1, inherited ? 3 : 2]],
    );
    assert.equal(questions[0]?.refused[0]?.reason, outcomes[0].error.message);
    assert.equal(writes().length, 1);
  });

  it('gives an outcome for each change, and undoes the updates of an operation together, once', async () => {
    const { directory, dev, inDev, questions } = await ready();
    const [one, two, three] = inDev;
    assert.ok(one && two && three);
    const outcomes = await directory.write([
      { kind: 'create', ref: dev, draft: restDraft('Made by the gate') },
      toggle(one),
      { kind: 'update', ref: two, change: { description: 'by the gate' } },
      { kind: 'update', ref: three, change: { active: three.active } },
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.action : outcome.kind)),
      ['created', one.active ? 'disabled' : 'enabled', 'updated', 'nothingToDo'],
    );
    assert.equal(directory.undoLabel(), 'the changes to 2 integrations');
    await directory.markTenant(dev, 'production');
    assert.deepEqual(kinds(await directory.undo()), ['done', 'done']);
    assert.deepEqual(
      questions.map(({ items }) => items.map(({ action }) => action)),
      [['undo', 'undo']],
    );
    assert.equal(directory.integration(one)?.active, one.active);
    assert.equal(directory.integration(two)?.description, two.description);
    assert.equal(directory.lastOperation(), undefined);
    assert.equal(await directory.undo(), undefined);
  });

  it('knows when something was created since the operation that it would undo', async () => {
    const { directory, dev, inDev } = await ready();
    const [one, two] = inDev.map(toggle);
    assert.ok(one && two);
    await directory.write([one]);
    assert.equal(directory.undoLimits().hasCreated, false);
    await directory.createIntegration(dev, restDraft('Made since'));
    assert.equal(directory.undoLimits().hasCreated, true);
    await directory.write([two]);
    assert.equal(directory.undoLimits().hasCreated, false);
  });

  for (const order of ['first', 'last'])
    it(`knows what the operation created that it would undo, where that was made ${order}`, async () => {
      const { directory, dev, inDev } = await ready();
      const [one, two] = inDev.map(toggle);
      assert.ok(one && two);
      const create: Change = { kind: 'create', ref: dev, draft: restDraft('Made with it') };
      await directory.write(order === 'first' ? [create, one] : [one, create]);
      assert.equal(directory.undoLimits().hasCreated, true);
      await directory.write([two]);
      assert.equal(directory.undoLimits().hasCreated, false, 'created before');
    });

  it('keeps what could not be undone for another try', async () => {
    const { directory, inDev } = await ready();
    const [one, two] = inDev;
    assert.ok(one && two);
    await directory.write([toggle(one), toggle(two)]);
    const fault = sandbox().addFault({
      method: 'PUT',
      path: putPath(one),
      when: { always: true },
      fault: { kind: 'status', status: 418 },
    });
    assert.deepEqual(kinds(await directory.undo()), ['done', 'failed']);
    sandbox().removeFault(fault.id);
    assert.match(directory.undoLabel() ?? '', new RegExp(`“${one.name}”`));
    assert.deepEqual(kinds(await directory.undo()), ['done']);
    assert.equal(directory.lastOperation(), undefined);
  });

  it('adds a retry to its operation, so that one undo takes both back', async () => {
    const { directory, inDev } = await ready();
    const [one, two] = inDev;
    assert.ok(one && two);
    const [first] = await directory.write([toggle(one)]);
    const operation = first?.kind === 'done' ? first.operation : undefined;
    assert.ok(operation !== undefined);
    await directory.write([toggle(two)], { operation });
    assert.deepEqual(kinds(await directory.undo()), ['done', 'done']);
  });

  it('works tenants side by side and each tenant in order; a slow or failing one stops no other', async () => {
    const { directory, inDev, inStaging, holdResponse } = await ready();
    const [slow, second] = inDev;
    const [broken, ...others] = inStaging;
    assert.ok(slow && second && broken);
    sandbox().addFault({ method: 'PUT', path: putPath(broken), fault: { kind: 'status', status: 418 } });
    const held = holdResponse('PUT', new RegExp(slow.integrationId));
    const seen: WriteProgress[] = [];
    const running = directory.write([slow, second, broken, ...others].map(toggle), {
      onProgress: (progress) => seen.push(progress),
    });
    await held.reached;
    while (seen.filter(({ outcome }) => outcome).length < 1 + others.length)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    assert.ok(!seen.some(({ index }) => index === 1), 'the second of the slow tenant has not begun');
    held.open();
    assert.deepEqual(kinds(await running), ['done', 'done', 'failed', ...others.map(() => 'done')]);
    assert.deepEqual(
      seen.filter(({ outcome }) => outcome).map(({ done }) => done),
      [slow, second, broken, ...others].map((_each, i) => i + 1),
    );
  });

  it('stops between two requests when it is canceled', async () => {
    const { directory, inDev } = await ready();
    const controller = new AbortController();
    const outcomes = await directory.write(inDev.map(toggle), {
      signal: controller.signal,
      onProgress: ({ outcome }) => {
        if (outcome) controller.abort();
      },
    });
    assert.deepEqual(kinds(outcomes), ['done', ...inDev.slice(1).map(() => 'canceled')]);
    assert.equal(writes().length, 1);
  });

  it('obeys a mark that is set while it works', async () => {
    const { directory, inDev, marks } = await ready();
    const outcomes = await directory.write(inDev.map(toggle), {
      onProgress: ({ outcome, ref }) => {
        if (outcome) marks.set(ref.tenantId, 'readOnly');
      },
    });
    assert.deepEqual(kinds(outcomes), ['done', ...inDev.slice(1).map(() => 'refused')]);
  });

  it('obeys a mark that is set while its question is open, also for a single change', async () => {
    const { directory, dev, inDev, marks, questions } = await ready(() => {
      marks.set(dev.tenantId, 'readOnly');
      return true;
    });
    const [one] = inDev;
    assert.ok(one);
    const attempts = [
      () => directory.updateIntegration(one, { active: !one.active }),
      () => directory.createIntegration(dev, restDraft('Too late')),
    ];
    for (const attempt of attempts) {
      marks.set(dev.tenantId, 'production');
      await assert.rejects(attempt, /is marked read-only/);
    }
    assert.equal(questions.length, 2);
    assert.deepEqual(writes(), []);
  });

  it('asks for a tenant that is marked as production while the integration is read', async () => {
    const { inDev } = await ready();
    const { directory, account, holdResponse, marks, questions } = directoryOn(sandbox());
    await directory.loadTenants(account.id);
    const [one] = inDev;
    assert.ok(one);
    const held = holdResponse('GET', new RegExp(one.integrationId));
    const changed = directory.updateIntegration(one, { active: !one.active });
    await held.reached;
    marks.set(one.tenantId, 'production');
    held.open();
    await changed;
    assert.deepEqual(
      questions.flatMap(({ items }) => items.map(({ tenant, isProduction }) => [tenant.mark, isProduction])),
      [['production', true]],
    );
  });

  it('refuses to write over what moved since it was shown, where it is told to, in whatever field', async () => {
    const { directory, inDev } = await ready();
    const [basis] = inDev;
    assert.ok(basis);
    const plan: Change = { kind: 'update', ref: basis, change: { basis, active: !basis.active } };
    await directory.updateIntegration(basis, { description: 'moved by somebody' });
    const [moved] = await directory.write([{ ...plan, refuseIfMoved: true }]);
    assert.ok(moved?.kind === 'conflict');
    assert.deepEqual(
      moved.conflicts.map(({ field }) => field),
      ['description'],
    );
    assert.equal(moved.theirs.active, basis.active);
    assert.deepEqual(kinds(await directory.write([plan])), ['done'], 'without it, other fields are merged');
  });

  it('is unclear where it is unknown whether a change was saved, and can check again', async () => {
    const { directory, inDev } = await ready();
    const [one] = inDev;
    assert.ok(one);
    sandbox().addFault({ method: 'PUT', path: putPath(one), fault: { kind: 'status', status: 500, write: true } });
    const reads = sandbox().addFault({
      method: 'GET',
      path: putPath(one),
      skip: 1,
      when: { always: true },
      fault: { kind: 'status', status: 500 },
    });
    const [outcome] = await directory.write([toggle(one)]);
    assert.ok(outcome?.kind === 'unclear', outcome?.kind);
    assert.match(outcome.error.message, /is not known/);
    sandbox().removeFault(reads.id);
    const again = await outcome.recheck();
    assert.equal(again.kind, 'done');
    assert.equal(directory.integration(one)?.active, !one.active);
    assert.deepEqual(kinds(await directory.undo()), ['done']);
  });

  for (const method of ['PUT', 'POST'])
    it(`checks a ${method} again through a new sign-in when the session ended before the outcome was known`, async () => {
      const { directory, dev, inDev, signInAgain } = await ready();
      const [one] = inDev;
      assert.ok(one);
      const path = '/v1/tenants/**';
      sandbox().addFault({ method, path, fault: { kind: 'status', status: 500, write: true } });
      const rejected = { kind: 'status', status: 401 } as const;
      sandbox().addFault({ method: 'GET', path, skip: 1, when: { always: true }, fault: rejected });
      const create: Change = { kind: 'create', ref: dev, draft: restDraft('Lost') };
      const [outcome] = await directory.write([method === 'PUT' ? toggle(one) : create]);
      assert.ok(outcome?.kind === 'unclear', outcome?.kind);
      sandbox().clearFaults();
      signInAgain();
      assert.equal((await outcome.recheck()).kind, 'done');
    });

  it('gives no secret to a question, a progress or an outcome', async () => {
    const { directory, dev, questions, secrets } = await ready();
    const seen: WriteProgress[] = [];
    const outcomes = await directory.write(
      [{ kind: 'create', ref: dev, draft: restDraft('Canary', 'canary-gate-1') }],
      {
        ask: 'always',
        onProgress: (progress) => seen.push(progress),
      },
    );
    const made = outcomes[0]?.kind === 'done' ? outcomes[0].integration : assert.fail();
    const changed = await directory.write(
      [{ kind: 'update', ref: made, change: { secrets: { password: 'canary-gate-2' } } }],
      { ask: 'always' },
    );
    assert.ok(!JSON.stringify([questions, seen, outcomes, changed]).includes('canary'));
    assert.ok(secrets.has('canary-gate-1') && secrets.has('canary-gate-2'));
  });

  it('has a secret inside a URL of a draft or a change redacted from then on', async () => {
    const { directory, dev, secrets } = await ready();
    const draft = restDraft('In a URL', 'canary-gate-3');
    const properties = { ...draft.properties, endpointPrefix: 'https://ada:canary-gate-4@acme.example' };
    await directory.write([{ kind: 'create', ref: dev, draft: { ...draft, properties } }]);
    const [made] = (await directory.loadIntegrations(dev)).filter(({ name }) => name === 'In a URL');
    const change = { properties: { endpointPrefix: 'https://ada:canary-gate-5@acme.example' } };
    await directory.write([{ kind: 'update', ref: made ?? assert.fail(), change }]);
    const redactor = new Redactor();
    for (const secret of secrets) redactor.register(secret);
    for (const number of [4, 5])
      assert.doesNotMatch(redactor.redact(`failed at “ada:canary-gate-${number}@acme.example”`), /canary/);
  });
});
