import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Tenant } from '../../src/core/directory/model';
import { exportIntegrationFiles } from '../../src/files/export';
import { FileIndex } from '../../src/files/fileIndex';
import { readPlanRequest } from '../../src/files/plan';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/hostCleanup';
import { useSandbox } from '../support/sandbox';
import { extensionServices } from './accountsSupport';
import { directoryOn } from './explorerSupport';
import {
  at,
  DESK,
  exportAsProposed,
  forgetExported,
  ownDiagnostics,
  read,
  root,
  TENANTS,
  whileListing,
  write,
} from './filesSupport';
import { Answers } from './fleetSupport';

const DESK_FILE = 'desk.cxintegration.json';
const REST = '{ "type": "rest", "name": "Orders", "targets": { "dev": {} } }';

describe('Integration files of several workspace folders', () => {
  const sandbox = useSandbox();
  let real: Services;

  const other = (path = '.'): vscode.Uri => vscode.Uri.joinPath(root(), '..', 'other', path);
  const folders = (): number => vscode.workspace.workspaceFolders?.length ?? 0;
  /** VS Code lists what it was asked for at once, and tells when it is so. */
  async function changeFolders(...change: Parameters<typeof vscode.workspace.updateWorkspaceFolders>): Promise<void> {
    const isChanged = new Promise<void>((resolve) => {
      const watching = vscode.workspace.onDidChangeWorkspaceFolders(() => {
        watching.dispose();
        resolve();
      });
    });
    assert.ok(vscode.workspace.updateWorkspaceFolders(...change));
    await isChanged;
  }
  const addFolder = (uri = other()): Promise<void> => changeFolders(1, 0, { uri });
  const removeFolder = (): Promise<void> => changeFolders(1, 1);

  async function signedIn() {
    const { directory } = directoryOn([sandbox()]);
    const tenants = await directory.loadTenants('account-0');
    const named = (wanted: string): Tenant => tenants.find(({ name }) => name === wanted) ?? assert.fail(wanted);
    const notify = { ...real.notify, info: async () => Promise.resolve(undefined) };
    const services: Services = { ...real, directory, notify };
    return { services, dev: named('Acme Dev'), production: named('Acme Production') };
  }

  before(async () => {
    real = await extensionServices();
  });
  beforeEach(() => vscode.workspace.fs.createDirectory(other()));
  afterEach(async () => {
    if (folders() > 1) await removeFolder();
    await forgetExported(real);
    await vscode.workspace.fs.delete(other(), { recursive: true });
    for (const name of [DESK_FILE, 'cxengage.json', 'nested'])
      await vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);
  });

  it('are known with a folder that is added, and forgotten with it, by the paths that people then see', async () => {
    await write(DESK_FILE, DESK);
    for (const name of [DESK_FILE, 'again.cxintegration.json']) await write(`../other/${name}`, DESK);
    const index = new FileIndex();
    const describing = (uri: vscode.Uri, ...paths: readonly string[]): Promise<void> =>
      eventually(() => {
        assert.deepEqual([...index.ownersFor(uri).pathsOf('dev', 'Desk')].sort(), paths);
      });
    try {
      await describing(at(DESK_FILE), DESK_FILE);
      await addFolder();
      await describing(at(DESK_FILE), `workspace/${DESK_FILE}`);
      await describing(other(DESK_FILE), 'other/again.cxintegration.json', `other/${DESK_FILE}`);
      await removeFolder();
      await describing(at(DESK_FILE), DESK_FILE);
      assert.equal(index.files.length, 1);
    } finally {
      index.dispose();
    }
  });

  it('have a warning on a tenants file that none of them is read with, until its folder is one of the workspace', async () => {
    const loose = temporaryFolder('loose');
    const outside = vscode.Uri.joinPath(vscode.Uri.file(loose.path), 'cxengage.json');
    await vscode.workspace.fs.writeFile(outside, new TextEncoder().encode(TENANTS));
    const uris = [outside, await write('cxengage.json', TENANTS), await write('nested/cxengage.json', TENANTS)];
    const misplaced = (): readonly (vscode.DiagnosticSeverity | undefined)[] =>
      uris.map((uri) => ownDiagnostics(uri).find(({ code }) => code === 'misplacedFile')?.severity);
    try {
      for (const uri of uris) await vscode.workspace.openTextDocument(uri);
      // The one that has it is the last that is opened.
      await eventually(() => {
        assert.deepEqual(misplaced(), [undefined, undefined, vscode.DiagnosticSeverity.Warning]);
      });
      await addFolder(at('nested'));
      await eventually(() => {
        assert.deepEqual(misplaced(), [undefined, undefined, undefined]);
      });
    } finally {
      loose.remove();
    }
  });

  it('are planned each with the tenants of its own folder, and exported to the folder that is chosen', async () => {
    const { services, dev, production } = await signedIn();
    for (const [folder, { tenantId }] of [
      ['.', dev],
      ['../other', production],
    ] as const) {
      await write(`${folder}/cxengage.json`, JSON.stringify({ tenants: { dev: { tenantId } } }));
      await write(`${folder}/orders.cxintegration.json`, REST);
    }
    await addFolder();
    const { desired } = await readPlanRequest(services, []);
    const planned = desired.map(({ target }) => (target.kind === 'tenant' ? target.ref.tenantId : target.label));
    assert.deepEqual(planned.sort(), [dev.tenantId, production.tenantId].sort());
    await vscode.workspace.fs.delete(at('orders.cxintegration.json'));

    const answers = new Answers();
    try {
      const exporting = exportIntegrationFiles(services, [production, [production]]);
      await answers.choose('other');
      await answers.type('integrations');
      await exporting;
    } finally {
      answers.dispose();
    }
    const written = await vscode.workspace.fs.readDirectory(other('integrations'));
    assert.ok(written.length > 0);
    for (const [name] of written) assert.match(await read(other(`integrations/${name}`)), /"dev"/);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(at('integrations'))));
  });

  it('are left alone by an export to another folder, also inside it, and so are the secrets that they name', async () => {
    const { services, dev } = await signedIn();
    const desk = (await services.directory.loadIntegrations(dev)).filter(({ name }) => name === 'Support desk');
    const path = 'integrations/support-desk.cxintegration.json';
    await exportAsProposed(services, desk);
    const alone = await read(at(path));
    const [, secret] = /\$\{secret:([^}]+)\}/.exec(alone) ?? assert.fail('no reference');
    await vscode.workspace.fs.delete(at('integrations'), { recursive: true });

    const nested = vscode.Uri.joinPath(at('nested'), 'desk.cxintegration.json');
    const theirs = alone.replace('{', '{ // of another customer');
    await vscode.workspace.fs.writeFile(nested, new TextEncoder().encode(theirs));
    await changeFolders(1, 0, { uri: at('nested') });
    const answers = new Answers();
    try {
      const exporting = exportIntegrationFiles(services, [desk[0], desk]);
      await answers.choose('workspace');
      await answers.type('integrations');
      await exporting;
    } finally {
      answers.dispose();
    }
    assert.equal(await read(nested), theirs);
    const made = await read(at(path));
    assert.match(made, /\$\{secret:/);
    assert.ok(!made.includes(`\${secret:${secret}}`), made);
  });

  it('are not overwritten by an export where they came after it began', async () => {
    const { services, dev } = await signedIn();
    const { directory } = services;
    const desk = (await directory.loadIntegrations(dev)).filter(({ name }) => name === 'Support desk');
    const path = 'integrations/support-desk.cxintegration.json';
    const theirs = DESK.replace('"Desk"', '"Support desk"');
    let count = 0;
    const coming = async (): Promise<void> => {
      count += 1;
      if (count === 1) await write(path, theirs);
    };
    await whileListing(real, coming, () => exportAsProposed(services, desk));
    const now = await read(at(path));
    assert.match(now, /\/\/ the desk/);
    assert.match(now, /"prod"/);
    assert.match(now, /"acme-dev"/);
  });
});
