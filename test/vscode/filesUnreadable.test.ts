import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readIntegrationFile, readTenantsFile } from '../../src/files/fileIndex';
import { readText } from '../../src/files/texts';

/** Files of a place that cannot be reached, or that may not be read; `gone` in a path: there is none. */
class Unreachable implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  #refuse(uri: vscode.Uri): never {
    if (uri.path.includes('gone')) throw vscode.FileSystemError.FileNotFound(uri);
    throw uri.path.includes('secret')
      ? vscode.FileSystemError.NoPermissions(uri)
      : vscode.FileSystemError.Unavailable(uri);
  }

  readonly stat = (uri: vscode.Uri): vscode.FileStat => this.#refuse(uri);
  readonly readFile = (uri: vscode.Uri): Uint8Array => this.#refuse(uri);
  readonly readDirectory = (uri: vscode.Uri): [string, vscode.FileType][] => this.#refuse(uri);
  readonly writeFile = (uri: vscode.Uri): void => this.#refuse(uri);
  readonly createDirectory = (uri: vscode.Uri): void => this.#refuse(uri);
  readonly delete = (uri: vscode.Uri): void => this.#refuse(uri);
  readonly rename = (uri: vscode.Uri): void => this.#refuse(uri);
  readonly watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);
}

describe('A file that cannot be read', () => {
  const scheme = 'cxengage-unreachable';
  let registration: vscode.Disposable;
  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(scheme, new Unreachable());
  });
  after(() => {
    registration.dispose();
  });

  it('is not taken for one that is not there, which would be written anew', async () => {
    for (const place of ['share', 'secret']) {
      const uri = vscode.Uri.from({ scheme, path: `/${place}/desk.cxintegration.json` });
      await assert.rejects(readText(uri), vscode.FileSystemError);
      const file = await readIntegrationFile(uri);
      assert.deepEqual(
        file?.issues.map(({ code, severity }) => [code, severity]),
        [['unreadable', 'error']],
        place,
      );
      const { issues } = await readTenantsFile(uri);
      assert.deepEqual(
        issues.map(({ code }) => code),
        ['unreadable'],
        place,
      );
    }
    const gone = vscode.Uri.from({ scheme, path: '/gone/desk.cxintegration.json' });
    assert.equal(await readIntegrationFile(gone), undefined);
    assert.deepEqual((await readTenantsFile(gone)).issues, []);
  });
});
