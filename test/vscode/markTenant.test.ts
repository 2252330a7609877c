import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { markTenant } from '../../src/accounts/markTenant';
import type { Directory } from '../../src/core/directory/directory';
import type { Tenant } from '../../src/core/directory/model';
import { useSandbox } from '../support/sandbox';
import { directoryOn } from './explorerSupport';

describe('Mark Tenant', () => {
  const sandbox = useSandbox();
  const real = vscode.window.showQuickPick;
  let directory: Directory;
  let tenants: readonly Tenant[];

  beforeEach(async () => {
    ({ directory } = directoryOn([sandbox()]));
    tenants = await directory.loadTenants('account-0');
    assert.ok(tenants.length >= 3);
  });
  afterEach(() => {
    Object.assign(vscode.window, { showQuickPick: real });
  });

  /** Runs the command, and takes a row of its list by the label. @returns the list's title and its current row. */
  async function mark(args: readonly unknown[], label: string) {
    const asked: { readonly title: string | undefined; readonly current: string | undefined }[] = [];
    Object.assign(vscode.window, {
      showQuickPick: async (items: readonly vscode.QuickPickItem[], { title }: vscode.QuickPickOptions) => {
        asked.push({ title, current: items.find(({ description }) => description === '(current)')?.label });
        return Promise.resolve(items.find((item) => item.label === label));
      },
    });
    await markTenant({ directory }, args);
    return asked[0] ?? assert.fail('nothing was asked');
  }
  const marks = (): readonly string[] => tenants.map((each) => directory.tenant(each)?.mark ?? '');

  it('marks every tenant that is selected, and says how many', async () => {
    const [first, second, third, ...others] = tenants;
    assert.ok(first && second && third);
    await directory.markTenant(second, 'readOnly');
    const chosen = [first, second, third];
    const { title, current } = await mark([second, chosen], 'Read-only');
    assert.equal(title, 'Mark 3 Tenants');
    assert.equal(current, undefined);
    assert.deepEqual(marks(), [...chosen.map(() => 'readOnly'), ...others.map(() => 'none')]);
    assert.equal((await mark([first, chosen], 'No Mark')).current, 'Read-only');
    assert.deepEqual(
      marks(),
      tenants.map(() => 'none'),
    );
  });

  it('marks the one that was clicked where it is not among the selected ones', async () => {
    const [first, second, third] = tenants;
    assert.ok(first && second && third);
    const { title, current } = await mark([third, [first, second]], 'Production');
    assert.deepEqual([title, current], [`Mark ${third.name}`, 'No Mark']);
    assert.deepEqual(
      marks(),
      tenants.map((each) => (each === third ? 'production' : 'none')),
    );
  });
});
