import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseIntegrationFile } from '../../src/core/plan/integrationFile';
import { compareTenants } from '../../src/core/plan/comparison';
import { isComparisonRequest } from '../../src/core/plan/comparisonRequest';
import { PlanRequest } from '../../src/core/plan/planRequest';
import { desiredOfFiles } from '../../src/core/plan/resolve';
import { parseTenantsFile } from '../../src/core/plan/tenantsFile';
import { Changes } from '../../src/changes/changes';
import { planNodes } from '../../src/changes/planTree';
import { TenantChoice } from '../../src/fleet/chooseTenants';
import { showTenantComparison } from '../../src/fleet/compareTenants';
import { INTERNAL_COMMANDS } from '../../src/host/commandIds';
import type { Services } from '../../src/host/services';
import { deferred } from '../support/deferred';
import { eventually } from '../support/eventually';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';

type Execute = (id: string, ...args: readonly unknown[]) => Promise<unknown>;

describe('A plan that is applied', () => {
  const sandbox = useSandbox();
  let restore: () => unknown = () => undefined;

  afterEach(() => restore());

  /** Two changes that another user makes conflicts of; `answer` presses a button of what is told at the end. */
  async function setUp(answer: (changes: Changes) => Promise<string | undefined>) {
    const { directory } = directoryOn([sandbox()], undefined, async () => Promise.resolve(true));
    const real = await extensionServices();
    const tenants = await directory.loadTenants('account-0');
    const dev = tenants.find(({ name }) => name === 'Acme Dev') ?? assert.fail('no tenant');
    const names = (await directory.loadIntegrations(dev))
      .filter(({ type }) => type === 'rest')
      .slice(0, 2)
      .map(({ name }) => name);
    assert.equal(names.length, 2);
    const requestFor = async (description: string): Promise<PlanRequest> => {
      const files = names.map((name) => ({
        path: `${name}.cxintegration.json`,
        file: parseIntegrationFile(JSON.stringify({ type: 'rest', name, description, targets: { dev: {} } })),
      }));
      const file = parseTenantsFile(JSON.stringify({ tenants: { dev: { tenantId: dev.tenantId } } }));
      const desired = await desiredOfFiles(files, file, directory);
      return new PlanRequest(description, desired, { value: async () => Promise.resolve(undefined) });
    };
    const reports: string[] = [];
    const said: string[] = [];
    /** What presses a button of one notification after the other; the others are closed. */
    const answers = [answer];
    const offered: (readonly string[])[] = [];
    const tell = async (message: string, ...actions: readonly string[]): Promise<string | undefined> => {
      said.push(message);
      offered.push(actions);
      return message.startsWith('Changes applied') ? answers.shift()?.(changes) : undefined;
    };
    const services: Services = {
      ...real,
      directory,
      notify: { ...real.notify, info: tell, failure: tell, warn: tell },
    };
    const show = real.reports.show.bind(real.reports);
    Object.assign(real.reports, {
      show: async (_name: string, text: string) => Promise.resolve(void reports.push(text)),
    });
    restore = () => Object.assign(real.reports, { show });
    const changes = new Changes(services);
    await changes.view.showPlan(await requestFor('As planned'));
    const other = directoryOn([sandbox()]).directory;
    for (const each of await other.loadIntegrations(dev))
      if (names.includes(each.name)) await other.updateIntegration(each, { active: !each.active });
    await changes.apply();
    const stored = (): readonly unknown[] =>
      sandbox()
        .integrations(dev.tenantId)
        .filter(({ name }) => names.includes(name))
        .map(({ description }) => description === 'As planned');
    return { changes, services, directory, tenants, dev, requestFor, said, answers, offered, reports, stored };
  }

  /** Has `run` take the commands of VS Code from now on until the end of the test; it is given the real one. */
  function takeCommands(run: (real: Execute, id: string, args: readonly unknown[]) => unknown): void {
    const { executeCommand } = vscode.commands;
    const restoreReports = restore;
    restore = () => {
      Object.assign(vscode.commands, { executeCommand });
      restoreReports();
    };
    const real: Execute = async (id, ...args) => executeCommand.call(vscode.commands, id, ...args);
    Object.assign(vscode.commands, {
      executeCommand: async (id: string, ...args: unknown[]) => await run(real, id, args),
    });
  }

  /** The context keys of the view as it sets them from now on. */
  function contextKeys(): ReadonlyMap<string, unknown> {
    const keys = new Map<string, unknown>();
    takeCommands((real, id, args) => {
      if (id === 'setContext') keys.set(String(args[0]).replace('cxengage.', ''), args[1]);
      return real(id, ...args);
    });
    return keys;
  }

  it('retries nothing that was deselected after it was planned anew', async () => {
    const { changes, said, stored } = await setUp(async () => Promise.resolve(undefined));
    const state = changes.view.plan ?? assert.fail('no plan');
    assert.equal(state.left.length, 2);
    state.tick([state.left[1]?.change.id ?? ''], false);
    await changes.retry();
    assert.deepEqual([...stored()].sort(), [false, true]);
    await changes.retry();
    assert.equal(said.at(-1), 'Select the changes to apply first.');
    assert.deepEqual([...stored()].sort(), [false, true]);
  });

  it('offers Undo only where that takes back all of it', async () => {
    const { changes, directory, dev, offered, stored } = await setUp(async () => Promise.resolve(undefined));
    const state = changes.view.plan ?? assert.fail('no plan');
    const [first = '', second = ''] = state.left.map(({ change }) => change.id);
    state.tick([second], false);
    await changes.retry();
    assert.deepEqual(offered.at(-1), ['Retry the Rest', 'Show Report', 'Undo']);
    assert.ok(state.isMade(first));
    const elsewhere = (await directory.loadIntegrations(dev)).find(({ type }) => type === 'zendesk');
    assert.ok(elsewhere);
    await directory.updateIntegration(elsewhere, { active: !elsewhere.active });
    state.tick([second], true);
    await changes.retry();
    assert.deepEqual(stored(), [true, true]);
    assert.deepEqual(offered.at(-1), ['Show Report']);
  });

  it('undoes nothing once another change is the last one, though Undo is still offered', async () => {
    const { changes, directory, dev, said, answers, offered, stored } = await setUp(async () =>
      Promise.resolve(undefined),
    );
    const elsewhere = (await directory.loadIntegrations(dev)).find(({ type }) => type === 'zendesk');
    assert.ok(elsewhere);
    answers.push(async () => {
      await directory.updateIntegration(elsewhere, { active: !elsewhere.active });
      return 'Undo';
    });
    await changes.retry();
    assert.deepEqual(offered.at(-2), ['Show Report', 'Undo']);
    assert.equal(said.at(-1), 'These are no longer the last changes of this window. Nothing was undone.');
    assert.deepEqual(stored(), [true, true]);
    assert.equal((await directory.loadIntegration(elsewhere, { force: true })).active, !elsewhere.active);
  });

  it('stops offering Undo above the view once another change is the last one, and undoes nothing then', async () => {
    const { changes, directory, dev, said, stored } = await setUp(async () => Promise.resolve(undefined));
    const keys = contextKeys();
    await changes.retry();
    await eventually(() => {
      assert.equal(keys.get('canUndo'), true);
    });
    const elsewhere = (await directory.loadIntegrations(dev)).find(({ type }) => type === 'zendesk');
    assert.ok(elsewhere);
    await directory.updateIntegration(elsewhere, { active: !elsewhere.active });
    await eventually(() => {
      assert.equal(keys.get('canUndo'), false);
    });
    assert.equal(await changes.undo(), false);
    assert.equal(said.at(-1), 'These are no longer the last changes of this window. Nothing was undone.');
    assert.deepEqual(stored(), [true, true]);
    assert.equal((await directory.loadIntegration(elsewhere, { force: true })).active, !elsewhere.active);
  });

  it('keeps what a retry could not reach, and what it found to be impossible', async () => {
    const { changes, directory, dev, said, offered, reports, stored } = await setUp(async () =>
      Promise.resolve(undefined),
    );
    const state = changes.view.plan ?? assert.fail('no plan');
    const path = `/v1/tenants/${dev.tenantId}/integrations`;
    sandbox().addFault({ method: 'GET', path, when: { always: true }, fault: { kind: 'status', status: 418 } });
    await changes.retry();
    sandbox().clearFaults();
    assert.match(said.at(-1) ?? '', /^Changes applied: 0 of 2\..*Acme Dev.*418/u);
    assert.deepEqual(offered.at(-1), ['Retry the Rest', 'Show Report']);
    assert.deepEqual([state.applied.length, state.left.length, state.open.length], [2, 2, 2]);

    await directory.markTenant(dev, 'readOnly');
    await changes.retry();
    await changes.retry();
    assert.deepEqual([state.applied.length, state.left.length, state.open.length], [2, 2, 0]);
    const [node] = planNodes(state).flatMap(({ children }) => children?.() ?? []);
    assert.match(node?.row().description ?? '', /^Changed since the plan.* · .*read-only/u);
    await changes.showReport();
    assert.equal(reports.at(-1)?.match(/^\|.*Changed since the plan/gmu)?.length, 2);

    await directory.markTenant(dev, 'none');
    await changes.retry();
    assert.match(said.at(-1) ?? '', /Look through the plan/u);
    assert.deepEqual([state.left.length, state.open.length], [2, 2]);
    await changes.retry();
    assert.deepEqual([state.left.length, stored()], [0, [true, true]]);
  });

  it('leaves none of its commands on offer when a comparison takes its place', async () => {
    const { changes } = await setUp(async () => Promise.resolve(undefined));
    const keys = contextKeys();
    changes.view.refresh();
    assert.deepEqual([keys.get('canApply'), keys.get('canRetry'), keys.get('hasResults')], [true, true, true]);
    await changes.view.showComparison({
      title: 'None',
      compare: async () => Promise.resolve(compareTenants([])),
    });
    for (const key of ['canApply', 'canRetry', 'hasResults', 'canUndo']) assert.equal(keys.get(key), false, key);
  });

  it('stays on the screen when a comparison that began before it is ready', async () => {
    const { changes, directory, dev, requestFor, said, offered } = await setUp(async () => Promise.resolve(undefined));
    const { view } = changes;
    const integrations = await directory.loadIntegrations(dev);
    const tenants = [dev, { ...dev, tenantId: 'other' }].map((tenant) => ({
      tenant,
      tenantName: tenant.tenantId,
      integrations,
    }));
    await view.showComparison({ title: 'Two tenants', compare: async () => compareTenants(tenants) });
    assert.equal(changes.view.plan, undefined);
    const released = deferred<undefined>();
    const fetchWithSecrets = directory.fetchWithSecrets.bind(directory);
    Object.assign(directory, {
      fetchWithSecrets: async (...args: Parameters<typeof fetchWithSecrets>) => {
        await released.promise;
        return fetchWithSecrets(...args);
      },
    });
    const comparing = view.compareSecrets();
    const request = await requestFor('Planned meanwhile');
    await view.showPlan(request);
    const plan = view.plan ?? assert.fail('no plan');
    released.resolve(undefined);
    await comparing;
    assert.equal(view.plan, plan);
    assert.equal(said.at(-1), '“Two tenants” is ready. The Changes view shows something else by now.');
    assert.deepEqual(offered.at(-1), ['Show']);
  });

  it('stays on the screen when a scan of tenants that began before it is compared', async () => {
    const { changes, services, directory, tenants, dev, requestFor, said, offered } = await setUp(async () =>
      Promise.resolve(undefined),
    );
    const { view } = changes;
    const staging = tenants.find(({ name }) => name === 'Acme Staging') ?? assert.fail('no tenant');
    const [began, released] = [deferred<undefined>(), deferred<undefined>()];
    const loadIntegrations = directory.loadIntegrations.bind(directory);
    Object.assign(directory, {
      loadIntegrations: async (...args: Parameters<typeof loadIntegrations>) => {
        if (args[0].tenantId === staging.tenantId) {
          began.resolve(undefined);
          await released.promise;
        }
        return loadIntegrations(...args);
      },
    });
    takeCommands((real, id, args) => {
      if (id !== INTERNAL_COMMANDS.showComparison) return real(id, ...args);
      assert.ok(isComparisonRequest(args[0]));
      return view.showComparison(args[0]);
    });
    const comparing = showTenantComparison(services, new TenantChoice(), [dev, [dev, staging]]);
    await began.promise;
    await view.showPlan(await requestFor('Planned meanwhile'));
    const plan = view.plan ?? assert.fail('no plan');
    released.resolve(undefined);
    await comparing;
    assert.equal(view.plan, plan);
    assert.equal(said.at(-1), '“2 tenants” is ready. The Changes view shows something else by now.');
    assert.deepEqual(offered.at(-1), ['Show']);
  });

  it('is not planned again while it is applied, and gives way to nothing else', async () => {
    const { changes, requestFor, said } = await setUp(async () => Promise.resolve(undefined));
    const { view } = changes;
    const plan = view.plan ?? assert.fail('no plan');
    plan.setApplying(true);
    await view.again();
    assert.match(said.at(-1) ?? '', /are being applied/);
    await view.showPlan(await requestFor('Planned meanwhile'));
    assert.equal(view.plan, plan);
    assert.match(said.at(-1) ?? '', /“Planned meanwhile” is ready/);
    plan.setApplying(false);
  });

  it('is what its report is about, though the view was cleared by then', async () => {
    const { reports, stored } = await setUp(async ({ view }) => {
      view.clear();
      return Promise.resolve('Show Report');
    });
    assert.equal(reports.length, 1);
    assert.match(reports.join(), /Changed since the plan/u);
    assert.deepEqual(stored(), [false, false]);
  });
});
