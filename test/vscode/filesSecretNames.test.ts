import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Tenant } from '../../src/core/directory/model';
import { planChanges } from '../../src/core/plan/planner';
import { readPlanRequest } from '../../src/files/plan';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';
import { at, exportAsProposed, forgetExported, read } from './filesSupport';

const SAVE = 'Save Stored Values as Secrets';

describe('Names of secrets in exported files', () => {
  const sandbox = useSandbox();
  let real: Services;
  let services: Services;
  let dev: Tenant;
  let staging: Tenant;
  let told: string[];
  let dismisses: boolean;

  before(async () => {
    real = await extensionServices();
  });

  beforeEach(async () => {
    told = [];
    dismisses = false;
    const { directory } = directoryOn([sandbox()]);
    services = {
      ...real,
      directory,
      notify: {
        ...real.notify,
        confirm: () => Promise.resolve(true),
        warn: (message) => Promise.resolve(void told.push(message)),
        info: (message, ...actions) => {
          told.push(message);
          return Promise.resolve(actions.find((title) => title === SAVE && !dismisses));
        },
      },
    };
    const tenants = await directory.loadTenants('account-0');
    const named = (name: string): Tenant => tenants.find((tenant) => tenant.name === name) ?? assert.fail();
    dev = named('Acme Dev');
    staging = named('Acme Staging');
  });

  afterEach(() => forgetExported(real));

  async function create(tenant: Tenant, name: string, password: string): Promise<object> {
    const properties = { endpointPrefix: 'https://svc.example', username: 'svc', password, token: '' };
    const made = await services.directory.createIntegration(tenant, { type: 'rest', name, active: true, properties });
    assert.equal(made.kind, 'created');
    return (await services.directory.loadIntegrations(tenant)).find((each) => each.name === name) ?? assert.fail();
  }

  /** Exports, and saves the stored values of what has none yet. */
  async function exported(...targets: readonly object[]): Promise<void> {
    told = [];
    await exportAsProposed(services, targets);
    await eventually(() => {
      assert.match(told.at(-1) ?? '', /Secrets saved|^Exported to (?!.*without a value)/);
    });
  }

  async function texts(): Promise<readonly string[]> {
    const names = (await vscode.workspace.fs.readDirectory(at('integrations'))).map(([name]) => name).sort();
    return Promise.all(names.map((name) => read(at(`integrations/${name}`))));
  }

  /** What is exported just now is as it is stored: nothing is to be done, and least of all to a password. */
  async function nothingToDo(): Promise<void> {
    const { desired, secrets } = await readPlanRequest(services, []);
    const plan = await planChanges(desired, { directory: services.directory, secrets });
    assert.ok(plan.changes.length > 0);
    for (const { name, tenantName, action, fields } of plan.changes)
      assert.deepEqual([name, tenantName, action, fields], [name, tenantName, 'nothing', []]);
  }

  it('are no reason for a file where a part of the integration’s own name is hidden', async () => {
    const properties = { endpointPrefix: 'https://svc.example', username: '', password: '', token: '' };
    await services.directory.createIntegration(dev, {
      type: 'rest',
      name: 'Webhook: Orders',
      active: true,
      properties,
    });
    const all = await services.directory.loadIntegrations(dev);
    const masked = all.find(({ name }) => name.startsWith('Webhook')) ?? assert.fail();
    await assert.rejects(exportAsProposed(services, [masked]), /Nothing to export from Acme Dev: a part of each name/);
  });

  it('are not shared by integrations whose own names come out the same', async () => {
    const made = [
      await create(dev, 'Оплата', 'first'),
      await create(dev, '客服', 'second'),
      await create(dev, 'Loyalty points', 'third'),
      await create(dev, 'Loyalty (points)', 'fourth'),
    ];
    await exported(...made.slice(0, 3));
    await exported(...made.slice(3));
    await nothingToDo();
    const before = await texts();
    await exported(...made);
    assert.deepEqual(await texts(), before);
  });

  it('are the tenant’s own where a file of another tenant gets it later', async () => {
    await exported(await create(dev, 'Loyalty', 'of dev'));
    await exported(await create(staging, 'Loyalty', 'of staging'));
    await nothingToDo();
    const [text = '', ...others] = await texts();
    assert.deepEqual(others, []);
    assert.match(text, /\$\{secret:loyalty-password\}[^]*\$\{secret:loyalty-password-acme-staging\}/);
  });

  it('are the tenant’s own where it joins a file whose tenant has another value, and shared where it has the same', async () => {
    const desk = [await create(dev, 'Desk', 'the same'), await create(staging, 'Desk', 'the same')];
    const loyalty = [await create(dev, 'Loyalty', 'of dev'), await create(staging, 'Loyalty', 'of staging')];
    await exported(...desk.slice(0, 1), ...loyalty.slice(0, 1));
    await exported(...desk, ...loyalty);
    await nothingToDo();
    const [shared = '', apart = ''] = await texts();
    assert.deepEqual(shared.match(/secret:[^}]*/g), ['secret:desk-password']);
    assert.deepEqual(apart.match(/secret:[^}]*/g), ['secret:loyalty-password', 'secret:loyalty-password-acme-staging']);
  });

  it('do not get the value of a tenant that has a name of its own', async () => {
    dismisses = true;
    await exportAsProposed(services, [await create(dev, 'Loyalty', 'of dev')]);
    await eventually(() => {
      assert.match(told.join(), /loyalty-password/);
    });
    dismisses = false;
    await exported(await create(staging, 'Loyalty', 'of staging'));
    assert.equal(await real.namedSecrets.get('loyalty-password-acme-staging'), 'of staging');
    assert.equal(await real.namedSecrets.get('loyalty-password'), undefined);
  });

  it('are not those of a value that was saved for something else', async () => {
    await real.namedSecrets.set('loyalty-password', 'of another workspace');
    await real.namedSecrets.set('points-password', 'the very same');
    await exported(await create(dev, 'Loyalty', 'of dev'), await create(dev, 'Points', 'the very same'));
    await nothingToDo();
    assert.equal(await real.namedSecrets.get('loyalty-password'), 'of another workspace');
    const all = (await texts()).join('\n');
    assert.match(all, /\$\{secret:loyalty-password-2\}/);
    assert.match(all, /\$\{secret:points-password\}/);
  });
});
