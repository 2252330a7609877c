import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { CANARY, DESK, forgetFiles, TENANTS, write } from './filesSupport';

describe('Renaming a secret in integration files', () => {
  let services: Services;
  let documents = 0;

  before(async () => {
    services = await extensionServices();
  });

  beforeEach(() => write('cxengage.json', TENANTS));
  afterEach(() => forgetFiles(services, 'files'));

  async function rename(text: string, to: string): Promise<vscode.WorkspaceEdit> {
    // Each is a file of its own: of one that was deleted just now, VS Code may still hold the text.
    const uri = await write(`files/renamed-${(documents += 1)}.cxintegration.json`, text);
    const document = await vscode.workspace.openTextDocument(uri);
    return vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      uri,
      document.positionAt(text.indexOf('desk-password') + 1),
      to,
    );
  }

  it('is refused where another file refers to the new name, though no secret has it', async () => {
    await write('files/taken.cxintegration.json', DESK.replace('desk-password', 'acme-password'));
    // VS Code tells of a new file a while after it was written.
    await eventually(() =>
      assert.rejects(rename(DESK, 'acme-password'), /taken\.cxintegration\.json refers to the secret “acme-password”/),
    );
  });

  it('is refused where the same file refers to the new name', async () => {
    const text = DESK.replace('"prod": {', '"prod": { "properties": { "password": "${secret:acme-password}" },');
    await assert.rejects(rename(text, 'acme-password'), /refers to the secret “acme-password”/);
  });

  it('is refused where a secret is saved under the new name, though no file refers to it', async () => {
    await services.namedSecrets.set('acme-password', CANARY);
    // It was renamed where secrets are managed, and the files follow.
    assert.equal((await rename(DESK, 'acme-password')).entries().length, 1);
    await services.namedSecrets.set('desk-password', CANARY);
    await assert.rejects(rename(DESK, 'acme-password'), /A secret named “acme-password” is saved already/);
  });

  it('is done where the name is new, and where it stays', async () => {
    await services.namedSecrets.set('other-password', CANARY);
    assert.equal((await rename(DESK, 'desk-password')).entries().length, 1);
    // The first file has the name too.
    assert.equal((await rename(DESK, 'acme-password')).entries().length, 2);
  });
});
