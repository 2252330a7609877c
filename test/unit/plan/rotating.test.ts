import assert from 'node:assert/strict';
import { MemorySecrets } from '../../../src/core/operations/memorySecrets';
import { scanIntegrations } from '../../../src/core/operations/scan';
import { applyChanges, isLeft } from '../../../src/core/plan/apply';
import { compareIntegration } from '../../../src/core/plan/compare';
import type { PlannedChange } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { readBackChanges } from '../../../src/core/plan/readBack';
import { applyReport } from '../../../src/core/plan/report';
import { planRest } from '../../../src/core/plan/rest';
import { desiredRotation, findHolders, holdersByService, secretLabel } from '../../../src/core/plan/rotation';
import { directoryWith, signedInAt } from '../../support/directory';
import { startSandbox, useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const canary = 'canary-rotate-91f3e';
const next = 'canary-next-5c2ab';

/** The two values of a rotation, in memory. */
function replacing(secrets: MemorySecrets) {
  return { old: secrets.add(canary, 'Old value'), fresh: secrets.add(next, 'New value') };
}

describe('Rotating a secret on the sandbox', () => {
  const sandbox = useSandbox();

  /** Gives the value to integrations of several tenants, and a directory that has read none of it. */
  async function setUp() {
    const { directory, account } = directoryOn(sandbox());
    const tenants = await directory.loadTenants(account.id);
    const put = async (tenantName: string, name: string, properties: Readonly<Record<string, string>>) => {
      const tenant = tenants.find((each) => each.name === tenantName) ?? assert.fail(tenantName);
      const all = await directory.loadIntegrations(tenant);
      const one = all.find((each) => each.name === name) ?? assert.fail(name);
      await directory.updateIntegration(one, { secrets: properties });
    };
    await put('Acme Dev', 'Order API', { password: canary });
    await put('Acme Staging', 'Order API', { password: canary });
    await put('Acme Production', 'Order API', { token: canary });
    await put('Acme Dev', 'Salesforce dev org', { password: canary, securityToken: canary });
    sandbox().clearRequests();
    return directoryOn(sandbox());
  }

  it('finds every integration with the value, and replaces it there and nowhere else', async () => {
    const { directory, questions } = await setUp();
    const { holders, elsewhere, hidden, scan } = await findHolders(directory, canary, {});
    assert.deepEqual(
      holders
        .map(({ tenant, integration, properties }) => `${tenant.name}/${integration.name}/${properties.join()}`)
        .sort(),
      [
        'Acme Dev/Order API/password',
        'Acme Dev/Salesforce dev org/password,securityToken',
        'Acme Production/Order API/token',
        'Acme Staging/Order API/password',
      ],
    );
    assert.deepEqual([elsewhere.length, hidden.length, scan.failed.length], [0, 0, 0]);
    assert.deepEqual(
      holdersByService(holders)
        .map((group) => group.length)
        .sort(),
      [1, 1, 2],
      'two share a service',
    );
    const [first] = holders;
    assert.ok(first && secretLabel(first.integration, first.properties[0] ?? '') !== first.properties[0]);

    const secrets = new MemorySecrets();
    const desired = desiredRotation(holders, replacing(secrets));
    const plan = await planChanges(desired, { directory, secrets });
    assert.deepEqual(
      plan.changes.map(({ action, fields }) => `${action} ${fields.map(({ secret }) => secret).join()}`).sort(),
      ['update different', 'update different', 'update different', 'update different,different'],
    );
    const before = sandbox().allTenants.flatMap(({ id }) => sandbox().integrations(id));
    const applied = await applyChanges(plan.changes, { directory, secrets });
    assert.ok(applied.length === 4 && applied.every(({ outcome }) => outcome.kind === 'done'));
    assert.equal(questions.length, 1, 'asked once');
    const after = sandbox().allTenants.flatMap(({ id }) => sandbox().integrations(id));
    const replaced = JSON.stringify(before.map(({ properties }) => properties)).replaceAll(canary, next);
    assert.equal(JSON.stringify(after.map(({ properties }) => properties)), replaced);
    const read = await readBackChanges(applied, { directory, secrets });
    assert.deepEqual(
      read.map(({ readBack }) => readBack),
      ['same', 'same', 'same', 'same'],
    );
    const shown =
      JSON.stringify([holders, plan, desired, read, questions]) +
      applyReport(read, 0, [{ text: 'A note', items: ['A | name'] }]);
    assert.match(shown, /Updated: 4 · Read back as planned: 4\n\n- A note\n  - A \\\| name\n\n/);
    assert.ok(!shown.includes(canary) && !shown.includes(next));

    const undone = await directory.undo();
    assert.ok(undone?.length === 4 && undone.every(({ kind }) => kind === 'done'));
    const restored = sandbox().allTenants.flatMap(({ id }) => sandbox().integrations(id));
    assert.deepEqual(
      restored.map(({ properties }) => properties),
      before.map(({ properties }) => properties),
    );
  });

  it('says of each change what was read back, and of one that failed nothing', async () => {
    const { directory } = await setUp();
    const { holders } = await findHolders(directory, canary, {});
    const secrets = new MemorySecrets();
    const desired = desiredRotation(holders, replacing(secrets));
    const place = (name: string) => {
      const { integration, tenant } = holders.find((each) => each.tenant.name === name) ?? assert.fail(name);
      return { ref: integration, path: `/v1/tenants/${tenant.tenantId}/integrations` };
    };
    const [production, staging] = [place('Acme Production'), place('Acme Staging')];
    const always = { always: true } as const;
    sandbox().addFault({
      method: 'PUT',
      path: `${production.path}/${production.ref.integrationId}`,
      when: always,
      fault: { kind: 'status', status: 400 },
    });
    const { changes } = await planChanges(desired, { directory, secrets });
    const applied = await applyChanges(changes, { directory, secrets });
    // Somebody else, and a tenant that is gone, come between the write and the reading.
    const dev = applied.find(({ change }) => change.name === 'Order API' && change.tenantName === 'Acme Dev');
    assert.ok(dev?.change.current);
    await directory.updateIntegration(dev.change.current, { secrets: { password: 'canary-other-1' } });
    sandbox().addFault({ method: 'GET', path: staging.path, when: always, fault: { kind: 'status', status: 403 } });
    const read = await readBackChanges(applied, { directory, secrets });
    assert.deepEqual(
      read
        .map(
          ({ change, outcome, readBack }) => `${change.tenantName}/${change.name}: ${outcome.kind} ${readBack ?? '-'}`,
        )
        .sort(),
      [
        'Acme Dev/Order API: done different',
        'Acme Dev/Salesforce dev org: done same',
        'Acme Production/Order API: failed -',
        'Acme Staging/Order API: done notRead',
      ],
    );
  });

  it('overwrites no value that somebody else set since the search, also when it is tried again', async () => {
    const { directory } = await setUp();
    const other = directoryOn(sandbox()).directory;
    const { holders } = await findHolders(directory, canary, {});
    const place = (name: string) => holders.find((each) => each.tenant.name === name)?.integration ?? assert.fail(name);
    const [staging, production] = [place('Acme Staging'), place('Acme Production')];
    const theirs = 'canary-theirs-6d2e8';
    await other.updateIntegration(staging, { secrets: { password: theirs } });
    await other.updateIntegration(production, { properties: { username: 'u', token: '' }, secrets: { password: 'p' } });
    const secrets = new MemorySecrets();
    const { changes } = await planChanges(desiredRotation(holders, replacing(secrets)), { directory, secrets });
    const words = ({ action, tenantName, name, cannot }: PlannedChange) =>
      `${action} ${tenantName}/${name} ${cannot?.message ?? ''}`;
    assert.deepEqual(changes.map(words).sort(), [
      'cannot Acme Production/Order API “Order API” in Acme Production no longer holds the value that is rotated.',
      'cannot Acme Staging/Order API “Order API” in Acme Staging no longer holds the value that is rotated.',
      'update Acme Dev/Order API ',
      'update Acme Dev/Salesforce dev org ',
    ]);
    const dev = changes.find(({ tenantName, name }) => tenantName === 'Acme Dev' && name === 'Order API');
    assert.ok(dev?.current);
    // The server dates changes by the second.
    sandbox().shiftClock(2);
    await other.updateIntegration(dev.current, { secrets: { password: theirs } });
    const applied = await applyChanges(changes, { directory, secrets });
    assert.deepEqual(applied.map(({ outcome }) => outcome.kind).sort(), ['conflict', 'done']);
    const rest = await planRest(applied.filter(isLeft), { directory, secrets });
    assert.deepEqual(rest.moved.map(words), [
      'cannot Acme Dev/Order API “Order API” in Acme Dev no longer holds the value that is rotated.',
    ]);
    for (const { tenantId } of [staging, dev.current])
      assert.equal(
        sandbox()
          .integrations(tenantId)
          .find(({ name }) => name === 'Order API')?.properties.password,
        theirs,
      );
    assert.ok(!JSON.stringify([changes, applied, rest]).includes(theirs));
  });

  it('plans nothing once the value that is replaced is forgotten, and has nothing to do where it is replaced', async () => {
    const { directory } = await setUp();
    const { holders } = await findHolders(directory, canary, {});
    const [first] = holders;
    assert.ok(first);
    await directory.updateIntegration(first.integration, { secrets: { password: next } });
    const memory = new MemorySecrets({ others: { value: async () => Promise.resolve(next) } });
    const fresh = { source: 'secret', name: 'saved' } as const;
    const desired = desiredRotation(holders.slice(0, 2), { old: memory.add(canary, 'Old value'), fresh });
    memory.clear();
    const { changes } = await planChanges(desired, { directory, secrets: memory });
    assert.deepEqual(
      changes.map(({ action, cannot }) => `${action} ${cannot?.message ?? ''}`),
      ['nothing ', 'cannot Old value is no longer in memory. Nothing was sent. Start again.'],
    );
  });

  it('changes nothing beside the secret: no way of signing in, no name, whether or not the form shows it', async () => {
    const { directory } = await setUp();
    const secrets = new MemorySecrets();
    const { holders } = await findHolders(directory, canary, {});
    const desk = holders.find(({ integration }) => integration.type === 'rest') ?? assert.fail();
    const [desired] = desiredRotation([desk], replacing(secrets));
    assert.ok(desired);
    // As old clients stored it: both ways of signing in, and a secret that the catalog does not list.
    const properties = { ...desk.integration.properties, username: 'u', password: '', token: '', oldToken: '' };
    const current = {
      ...desk.integration,
      name: 'Renamed since',
      properties,
      secrets: { password: true, token: true, oldToken: true },
    };
    const stored = { ...properties, password: canary, token: 'canary-token-1', oldToken: canary };
    for (const keys of [['password'], ['token'], ['oldToken'], ['password', 'token', 'oldToken']]) {
      const values = new Map(keys.map((key) => [key, next]));
      const { fields, changes } = compareIntegration(current, stored, desired, values);
      assert.deepEqual(
        fields.map(({ field, secret }) => `${field} ${secret}`),
        keys.map((key) => `${key} different`),
      );
      assert.deepEqual(changes, { properties: {}, secrets: Object.fromEntries(values) });
    }
  });

  it('sends a new value as a form would, without a space that was pasted with it where that is none of it', async () => {
    const { directory } = await setUp();
    const { holders } = await findHolders(directory, canary, {});
    const secrets = new MemorySecrets();
    const values = { old: secrets.add(canary, 'Old value'), fresh: secrets.add(`${next} \n`, 'New value') };
    const { changes } = await planChanges(desiredRotation(holders, values), { directory, secrets });
    const applied = await applyChanges(changes, { directory, secrets });
    const read = await readBackChanges(applied, { directory, secrets });
    assert.ok(read.length === 4 && read.every(({ readBack }) => readBack === 'same'));
    const stored = sandbox().allTenants.flatMap(({ id }) => sandbox().integrations(id));
    const tokens = stored.flatMap(({ properties }) => [properties.token, properties.securityToken]);
    assert.equal(tokens.filter((token) => token === next).length, 2);
  });

  it('finds and replaces a saved value that was stored as a form sends it, without a space that was pasted with it', async () => {
    const { directory } = await setUp();
    const { holders, elsewhere } = await findHolders(directory, `${canary} `, {});
    assert.deepEqual(
      elsewhere.map(({ tenant, integration }) => `${tenant.name}/${integration.name}`).sort(),
      ['Acme Dev/Order API', 'Acme Dev/Salesforce dev org', 'Acme Staging/Order API'],
      'a password keeps its spaces, and has the value without one',
    );
    assert.deepEqual(
      holders.map(({ tenant, integration, properties }) => `${tenant.name}/${integration.name}/${properties.join()}`),
      ['Acme Dev/Salesforce dev org/securityToken', 'Acme Production/Order API/token'],
    );
    const secrets = new MemorySecrets();
    const values = { old: secrets.add(`${canary} `, 'Old value'), fresh: secrets.add(next, 'New value') };
    const { changes } = await planChanges(desiredRotation(holders, values), { directory, secrets });
    assert.deepEqual(
      changes.map(({ action }) => action),
      ['update', 'update'],
    );
  });

  it('tells what it did not search: listeners, and what is inherited from a tenant that nobody sees', async () => {
    const { directory } = directoryOn(sandbox());
    const { withListeners, outOfSight } = await findHolders(directory, canary, {});
    assert.deepEqual(
      withListeners.map(({ tenant, integration }) => `${tenant.name}/${integration.type}`),
      ['Dev', 'Production', 'Staging'].flatMap((name) =>
        ['email', 'facebook', 'salesforce'].map((type) => `Acme ${name}/${type}`),
      ),
    );
    assert.deepEqual(outOfSight, []);
    // A child tenant whose parent the account no longer lists.
    const hidden = directoryOn(sandbox());
    const loadTenants = hidden.directory.loadTenants.bind(hidden.directory);
    Object.assign(hidden.directory, {
      loadTenants: async (...args: Parameters<typeof loadTenants>) =>
        (await loadTenants(...args)).filter(({ name }) => name !== 'Globex Group'),
    });
    const names = (await findHolders(hidden.directory, canary, {})).outOfSight.map(({ name }) => name);
    assert.ok(names.length > 0 && new Set(names).size === names.length, names.join());
  });

  it('counts what it could not read, and finds the rest', async () => {
    const { directory } = await setUp();
    const staging = sandbox().tenants.find(({ name }) => name === 'Acme Staging') ?? assert.fail();
    sandbox().addFault({
      path: `/v1/tenants/${staging.id}/integrations`,
      when: { always: true },
      fault: { kind: 'status', status: 403 },
    });
    const { holders, scan } = await findHolders(directory, canary, {});
    assert.equal(holders.length, 3);
    assert.deepEqual(
      scan.failed.map(({ what, name }) => `${what} ${name}`),
      ['tenant Acme Staging'],
    );
    assert.deepEqual(scan.skipped.map(({ name }) => name).sort(), ['Hooli Partner', 'Initech']);
  });

  it('tells where the value is part of another one, and does not change it there', async () => {
    const { directory, account } = await setUp();
    const tenants = await directory.loadTenants(account.id);
    const dev = tenants.find(({ name }) => name === 'Acme Dev') ?? assert.fail();
    const hours = (await directory.loadIntegrations(dev)).find(({ name }) => name === 'Opening hours') ?? assert.fail();
    await directory.createIntegration(dev, {
      type: 'rest',
      name: 'In a URL',
      active: true,
      properties: { endpointPrefix: `https://u:${canary}@a.example`, username: '', password: '', token: 'other' },
    });
    await directory.createIntegration(dev, {
      type: 'rest',
      name: 'In a URL alone',
      active: true,
      properties: { endpointPrefix: `https://u:${canary}@a.example`, username: '', password: '', token: '' },
    });
    const { holders, elsewhere } = await findHolders(directory, canary, {});
    assert.deepEqual(
      elsewhere.map(({ integration }) => integration.name),
      ['In a URL', 'In a URL alone'],
    );
    assert.ok(!holders.some(({ integration }) => ['In a URL', hours.name].includes(integration.name)));
  });

  for (const secrets of ['masked', 'absent'] as const)
    it(`knows what a server does not tell whose secrets are ${secrets}`, async () => {
      const hiding = await startSandbox({ dialect: { secrets } });
      try {
        const { directory } = directoryOn(hiding);
        const { holders, hidden } = await findHolders(directory, hiding.services.rest.password, {});
        assert.equal(holders.length, 0);
        const names = new Set(hidden.map(({ name }) => name));
        for (const name of ['Order API', 'Support desk']) assert.ok(names.has(name), [...names].join());
      } finally {
        await hiding.close();
      }
    });

  /** A directory on a server that does not name a tenant as long as it is hidden. */
  function hiding(id: string, isHidden: () => boolean): ReturnType<typeof directoryOn> {
    return directoryOn(sandbox(), undefined, undefined, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!isHidden()) return response;
        // Still that tenant's text, with an ID under which nobody looks.
        const text = (await response.text()).replaceAll(id, '00000000-0000-4000-8000-000000000000');
        return { status: response.status, headers: response.headers, body: new Blob([text]).stream() };
      },
    });
  }

  it('lists a tenant that was named and is out of reach by now', async () => {
    const { id } = sandbox().tenants.find(({ name }) => name === 'Acme Staging') ?? assert.fail();
    let isGone = false;
    const { directory, account } = hiding(id, () => isGone);
    const tenants = (await directory.loadTenants(account.id)).filter(({ name }) => /^Acme (Dev|Staging)$/.test(name));
    isGone = true;
    sandbox().addFault({ path: `/v1/tenants/${id}/**`, fault: { kind: 'status', status: 403 } });
    const { failed, read } = await scanIntegrations(directory, {}, { tenants, isFresh: true });
    assert.deepEqual([read, failed.map(({ name }) => name)], [1, ['Acme Staging']]);
  });

  it('looks into a tenant that came after the tenants were read', async () => {
    await setUp();
    const { id } = sandbox().tenants.find(({ name }) => name === 'Acme Staging') ?? assert.fail();
    let isThere = false;
    const { directory, account } = hiding(id, () => !isThere);
    assert.ok(!(await directory.loadTenants(account.id)).some(({ tenantId }) => tenantId === id));
    isThere = true;
    const { holders } = await findHolders(directory, canary, {});
    assert.ok(holders.some(({ tenant }) => tenant.tenantId === id));
  });

  it('finds a value once in a tenant that two accounts see', async () => {
    await setUp();
    const { directory } = directoryWith(['account-1', 'account-2'].map((id) => signedInAt(sandbox(), { id })));
    const { holders, scan } = await findHolders(directory, canary, {});
    assert.deepEqual(
      holders.map(({ tenant, integration }) => `${tenant.name}/${integration.name}`),
      ['Acme Dev/Order API', 'Acme Dev/Salesforce dev org', 'Acme Production/Order API', 'Acme Staging/Order API'],
    );
    assert.deepEqual(scan.skipped.map(({ name }) => name).sort(), ['Hooli Partner', 'Initech']);
  });
});
