import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { planChanges } from '../../src/core/plan/planner';
import { moveToSecretStorage } from '../../src/files/fixCommands';
import { exportIntegrationFiles } from '../../src/files/export';
import { readPlanRequest } from '../../src/files/plan';
import type { Services } from '../../src/host/services';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { eventually } from '../support/eventually';
import { directoryOn } from './explorerSupport';

const CANARY = 'cnry-9f31-secret-of-a-file';

function root(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace folder');
}

function at(path: string): vscode.Uri {
  return vscode.Uri.joinPath(root(), path);
}

async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  return at(path);
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function ownDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'CxEngage');
}

function codesOf(uri: vscode.Uri): readonly unknown[] {
  return ownDiagnostics(uri)
    .map(({ code }) => (typeof code === 'object' ? code.value : code))
    .filter((code) => code !== 'rule')
    .sort();
}

/** Accepts every input box with what `answer` makes of the value it proposes. */
function answering(answer: (proposed: string) => string): { restore(): void } {
  const real = vscode.window.createInputBox;
  Object.assign(vscode.window, {
    createInputBox: () => {
      const box = real.call(vscode.window);
      const accepted = new vscode.EventEmitter<void>();
      const show = box.show.bind(box);
      Object.defineProperty(box, 'onDidAccept', { value: accepted.event });
      box.show = () => {
        show();
        box.value = answer(box.value);
        accepted.fire();
      };
      return box;
    },
  });
  return {
    restore: () => {
      Object.assign(vscode.window, { createInputBox: real });
    },
  };
}

const DESK = `{
  // the desk
  "type": "zendesk",
  "name": "Desk",
  "properties": {
    "endpointPrefix": "https://acme.zendesk.com/api/v2",
    "username": "ada@acme.example/token",
    "password": "\${secret:desk-password}"
  },
  "targets": { "dev": {}, "prod": { "active": false } }
}
`;
const TENANT_ID = '11111111-2222-4333-8444-555555555555';
const TENANTS = `{ "tenants": { "dev": { "tenantId": "${TENANT_ID}" } } }\n`;

describe('Integration files in the editor', () => {
  let services: Services;

  before(async () => {
    services = await extensionServices();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['cxengage.json', 'files'])
      await vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);
    for (const name of await services.namedSecrets.list()) await services.namedSecrets.delete(name);
  });

  it('say what no schema can, at its place, and follow what is saved and changed meanwhile', async () => {
    await write('cxengage.json', TENANTS);
    await write('files/other.cxintegration.json', DESK);
    const uri = await write('files/desk.cxintegration.json', DESK);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually(() => {
      assert.deepEqual(codesOf(uri), ['sameName', 'sameName', 'unknownAlias', 'unknownSecret']);
    });
    const advice = ownDiagnostics(uri).find(({ code }) => typeof code === 'object' && code.value === 'rule');
    assert.equal(document.getText(advice?.range), '"${secret:desk-password}"');
    const unknown = ownDiagnostics(uri).find(({ code }) => code === 'unknownSecret');
    assert.equal(document.getText(unknown?.range), '"${secret:desk-password}"');
    await services.namedSecrets.set('desk-password', CANARY);
    await vscode.workspace.fs.delete(at('files/other.cxintegration.json'));
    await write('cxengage.json', TENANTS.replace('{ "dev"', `{ "prod": { "tenantId": "${TENANT_ID}" }, "dev"`));
    await eventually(() => {
      assert.deepEqual(codesOf(uri), []);
    });
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      document.positionAt(document.getText().indexOf('desk-password') + 2),
    );
    const words = JSON.stringify(hover?.contents);
    assert.match(words, /Saved secret/);
    assert.ok(!words.includes(CANARY));
  });

  it('move a literal secret to Secret Storage, and to nowhere else', async () => {
    await write('cxengage.json', TENANTS);
    const uri = await write('files/desk.cxintegration.json', DESK.replace('${secret:desk-password}', CANARY));
    const document = await vscode.workspace.openTextDocument(uri);
    await eventually(() => {
      assert.ok(codesOf(uri).includes('literalSecret'));
    });
    const literal = ownDiagnostics(uri).find(({ code }) => code === 'literalSecret');
    assert.ok(literal && !JSON.stringify(ownDiagnostics(uri)).includes(CANARY));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      literal.range,
    );
    const fix = actions.find(({ command }) => command?.command === 'cxengage.moveToSecretStorage');
    assert.ok(fix && !JSON.stringify(fix).includes(CANARY));
    const input = answering((proposed) => proposed);
    try {
      const args: unknown[] = fix.command?.arguments ?? [];
      await moveToSecretStorage(services, args);
    } finally {
      input.restore();
    }
    assert.equal(await services.namedSecrets.get('desk-password'), CANARY);
    assert.match(document.getText(), /"password": "\$\{secret:desk-password\}"/);
    assert.equal(await read(uri), document.getText());
  });

  it('complete references by their names, and aliases that are not used yet', async () => {
    await services.namedSecrets.set('acme-zendesk', CANARY);
    await write('cxengage.json', TENANTS);
    const text = DESK.replace('${secret:desk-password}', '').replace('"dev": {}, ', '"": {}, ');
    const uri = await write('files/desk.cxintegration.json', text);
    const document = await vscode.workspace.openTextDocument(uri);
    const labelsAt = async (before: string): Promise<readonly string[]> => {
      const position = document.positionAt(text.indexOf(before) + before.length);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      assert.ok(!JSON.stringify(items).includes(CANARY));
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    await eventually(async () => {
      assert.ok((await labelsAt('"password": "')).includes('"${secret:acme-zendesk}"'));
      assert.ok((await labelsAt('"targets": { "')).includes('"dev"'));
    });
    assert.ok(!(await labelsAt('"username": "')).some((label) => label.includes('secret:')));
  });

  it('rename an alias in all files and the tenants file, and a secret in all files', async () => {
    const tenants = await write('cxengage.json', TENANTS);
    const other = await write('files/other.cxintegration.json', DESK.replace('"Desk"', '"Other"'));
    const uri = await write('files/desk.cxintegration.json', DESK);
    const document = await vscode.workspace.openTextDocument(uri);
    const rename = async (what: string, to: string): Promise<void> => {
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        document.positionAt(document.getText().indexOf(what) + 1),
        to,
      );
      await vscode.workspace.applyEdit(edit);
      // `saveAll` saves what is in an editor; these documents are in none.
      for (const each of vscode.workspace.textDocuments) if (each.isDirty) await each.save();
    };
    await eventually(async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        uri,
        document.positionAt(document.getText().indexOf('"dev"') + 2),
      );
      assert.equal(found.length, 3);
    });
    await rename('dev"', 'staging');
    await rename('desk-password', 'team-password');
    assert.match(await read(tenants), /"staging": \{ "tenantId"/);
    for (const each of [uri, other]) {
      assert.equal(
        await read(each),
        DESK.replace('"dev"', '"staging"')
          .replace('desk-password', 'team-password')
          .replace('"Desk"', each === other ? '"Other"' : '"Desk"'),
      );
    }
  });
});

describe('Integration files and tenants', () => {
  const sandbox = useSandbox();
  let real: Services;

  before(async () => {
    real = await extensionServices();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['cxengage.json', 'integrations'])
      await vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);
    for (const name of await real.namedSecrets.list()) await real.namedSecrets.delete(name);
    await real.context.workspaceState.update('cxengage.secretUses', undefined);
  });

  it('export two tenants at once, save stored values, and plan nothing to do without asking twice', async () => {
    const { directory } = directoryOn([sandbox()]);
    const questions: string[] = [];
    const offered: string[] = [];
    const services: Services = {
      ...real,
      directory,
      notify: {
        ...real.notify,
        info: async (message, ...actions) => {
          offered.push(message);
          return Promise.resolve(actions.find((title) => title === 'Save Stored Values as Secrets'));
        },
        confirm: async (_message, detail) => {
          questions.push(detail);
          return Promise.resolve(true);
        },
      },
    };
    const tenants = (await directory.loadTenants('account-0')).filter(
      (tenant) => tenant.name === 'Acme Dev' || tenant.name === 'Acme Production',
    );
    assert.equal(tenants.length, 2);
    const input = answering((proposed) => proposed);
    try {
      await exportIntegrationFiles(services, [tenants[0], tenants]);
    } finally {
      input.restore();
    }
    await eventually(() => {
      assert.match(offered.at(-1) ?? '', /secrets saved/);
    });
    const names = (await vscode.workspace.fs.readDirectory(at('integrations'))).map(([name]) => name);
    assert.ok(names.length > 2, names.join(' '));
    const texts = await Promise.all(names.map(async (name) => read(at(`integrations/${name}`))));
    const stored: string[] = [];
    for (const tenant of tenants)
      for (const each of await directory.loadIntegrations(tenant))
        for (const [key, value] of Object.entries((await directory.fetchWithSecrets(each)).properties))
          if (each.secrets[key] && typeof value === 'string') stored.push(value);
    assert.ok(stored.length > 0);
    for (const secret of stored) for (const text of [...texts, ...offered]) assert.ok(!text.includes(secret));

    const request = await readPlanRequest(services, []);
    const plan = await planChanges(request.desired, { directory, secrets: request.secrets });
    const todo = plan.changes.filter(
      ({ action, cannot }) => action !== 'nothing' && cannot?.code !== 'readOnly' && cannot?.code !== 'permission',
    );
    assert.deepEqual(
      todo.map(({ name, action, cannot, fields }) => ({ name, action, cannot, fields })),
      [],
    );
    const asked = questions.length;
    assert.ok(asked > 0);
    for (const secret of stored) assert.ok(!questions.join().includes(secret));
    await planChanges(request.desired, { directory, secrets: (await readPlanRequest(services, [])).secrets });
    assert.equal(questions.length, asked);
  });

  it('are planned as they are in the editor, and get no secret where the user declines', async () => {
    const { directory } = directoryOn([sandbox()]);
    const [tenant] = await directory.loadTenants('account-0');
    await write('cxengage.json', TENANTS.replace(TENANT_ID, tenant?.tenantId ?? ''));
    const uri = await write('integrations/desk.cxintegration.json', DESK.replace(', "prod": { "active": false }', ''));
    await real.namedSecrets.set('desk-password', CANARY);
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    const start = document.positionAt(document.getText().indexOf('"Desk"'));
    edit.replace(uri, new vscode.Range(start, start.translate(0, 6)), '"Not saved yet"');
    await vscode.workspace.applyEdit(edit);
    const details: string[] = [];
    const services: Services = {
      ...real,
      directory,
      notify: {
        ...real.notify,
        confirm: async (_message, detail) => {
          details.push(detail);
          return Promise.resolve(false);
        },
      },
    };
    const { desired, secrets, title } = await readPlanRequest(services, [uri.toString(), 'dev']);
    assert.deepEqual(
      desired.map(({ values }) => values.name),
      ['Not saved yet'],
    );
    assert.match(title, /desk\.cxintegration\.json → dev$/);
    assert.equal(await secrets.value({ source: 'secret', name: 'desk-password' }), undefined);
    assert.match(details.join(), /desk-password.*acme\.zendesk\.com.*integrations\/desk\.cxintegration\.json/);
    assert.ok(!details.join().includes(root().path));
    await document.save();
  });
});
