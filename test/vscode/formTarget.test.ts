import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/api/error';
import { UserError } from '../../src/core/base/errors';
import { createDraft } from '../../src/form/panel/newDraft';
import { askTarget } from '../../src/form/panel/target';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';
import { Form } from './formSupport';

describe('the tenant a form is opened for', () => {
  const sandbox = useSandbox();

  const only = useSandbox({ tenants: 1, seed: 7 });

  it('is another one than that of the row with the focus, where nothing can be created there', async () => {
    const { directory } = directoryOn([sandbox(), only()]);
    const [closed] = await directory.loadTenants('account-0');
    const [open] = await directory.loadTenants('account-1');
    assert.ok(closed && open);
    assert.equal((await askTarget(directory, closed))?.tenantId, closed.tenantId);
    for (const tenant of await directory.loadTenants('account-0')) await directory.markTenant(tenant, 'readOnly');
    assert.equal((await askTarget(directory, closed))?.tenantId, open.tenantId);
  });

  it('is not shown as unknown while its account cannot be read', async () => {
    const { directory, setPassword } = directoryOn([sandbox()]);
    const argument = { tenantId: sandbox().tenants[0]?.id };
    setPassword(0, 'wrong');
    await assert.rejects(
      askTarget(directory, argument),
      (error) => error instanceof ApiError && error.kind === 'signedOut',
    );
  });

  it('is shown as unknown where no account has it', async () => {
    const { directory } = directoryOn([sandbox()]);
    await assert.rejects(
      askTarget(directory, { tenantId: 'nobody’s' }),
      (error) => error instanceof UserError && error.message.includes('nobody’s'),
    );
  });
});

describe('a secret that is saved under a name', () => {
  const sandbox = useSandbox();

  it('does not replace what was typed while its name was asked for', async () => {
    const { directory } = directoryOn([sandbox()]);
    const form = await Form.open(
      directory,
      createDraft(
        { accountId: 'account-0', tenantId: sandbox().tenants[0]?.id ?? '' },
        { type: 'zendesk', properties: {} },
        true,
      ),
    );
    const { namedSecrets } = await extensionServices();
    const isSaved = async (): Promise<void> => {
      assert.ok((await namedSecrets.list()).length > 0);
    };
    try {
      form.type('name', 'Returns desk');
      form.typeSecret('properties.password', 'older-1');
      form.post({ kind: 'secretSource', id: 901, field: 'properties.password', act: 'save' });
      form.typeSecret('properties.password', 'newer-2');
      await eventually(async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        await isSaved();
      });
      await eventually(() => {
        assert.ok(form.messages.some((message) => message.kind === 'reply' && message.id === 901));
      });
      assert.equal(form.session.model.typedSecret('password'), 'newer-2');
    } finally {
      for (const name of await namedSecrets.list()) await namedSecrets.delete(name);
      await form.dispose();
    }
  });
});
