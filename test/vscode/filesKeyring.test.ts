import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FileHovers } from '../../src/files/hover';
import { FileIndex } from '../../src/files/fileIndex';
import { SecretNames } from '../../src/files/secretNames';
import type { Services } from '../../src/host/services';
import { extensionServices } from './accountsSupport';
import { CANARY, DESK, forgetFiles, whileListing, write } from './filesSupport';

const SAVED = { source: 'secret', name: 'desk-password' } as const;
const OTHER = { source: 'secret', name: 'other' } as const;

describe('Names of secrets while the keyring is locked', () => {
  let services: Services;

  before(async () => {
    services = await extensionServices();
  });

  afterEach(() => forgetFiles(services, 'files'));

  it('are unknown, with nothing said of them and no endless asking, and known once it is open', async () => {
    await services.namedSecrets.set(SAVED.name, CANARY);
    const uri = await write('files/locked.cxintegration.json', DESK);
    const document = await vscode.workspace.openTextDocument(uri);
    const index = new FileIndex();
    const names = new SecretNames(services.namedSecrets);
    const hovers = new FileHovers(index, names, services.directory);
    const hover = () => hovers.provideHover(document, document.positionAt(DESK.indexOf(SAVED.name) + 1));
    // As the diagnostics do: who is told asks again.
    const watching = names.onDidChange(() => void names.has(SAVED));
    let asked = 0;
    const locked = async (): Promise<never> => {
      asked += 1;
      return Promise.reject(new Error('the keyring is locked'));
    };
    try {
      await whileListing(services, locked, async () => {
        assert.equal(names.has(SAVED), undefined);
        assert.equal(await hover(), undefined);
        assert.equal(names.has(OTHER), undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
        assert.ok(asked > 0 && asked < 5, `${asked}`);
      });
      assert.ok(await hover());
      assert.deepEqual([names.has(SAVED), names.has(OTHER)], [true, false]);
      assert.deepEqual(await names.list(), [SAVED.name]);
    } finally {
      watching.dispose();
      names.dispose();
      index.dispose();
    }
  });
});
