import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FileIndex } from '../../src/files/fileIndex';
import { eventually } from '../support/eventually';
import { at, DESK, write } from './filesSupport';

const DESK_FILE = 'desk.cxintegration.json';

describe('Integration files that are moved', () => {
  let index: FileIndex | undefined;
  /** Files and folders that VS Code told the extension host of. */
  const told = new Set<string>();
  let watcher: vscode.FileSystemWatcher;
  let probes = 0;

  const untilTold = (path: string): Promise<void> =>
    eventually(() => {
      assert.ok(told.has(path), `nobody was told of ${path}`);
    });

  before(() => {
    watcher = vscode.workspace.createFileSystemWatcher('**', false, true, true);
    watcher.onDidCreate((uri) => told.add(vscode.workspace.asRelativePath(uri)));
  });
  after(() => {
    watcher.dispose();
  });

  beforeEach(async () => {
    // What is made before VS Code watches is told to nobody, a folder with all that comes into it later.
    await eventually(async () => {
      probes += 1;
      await write(`probe-${probes}`, '');
      assert.ok([...told].some((path) => path.startsWith('probe-')));
    });
  });
  afterEach(async () => {
    index?.dispose();
    told.clear();
    for (const [name] of await vscode.workspace.fs.readDirectory(at('.')))
      if (/^(probe-|before$|after$|watched$|unwatched$)/.test(name))
        await vscode.workspace.fs.delete(at(name), { recursive: true });
  });

  /** Waits until these are the files that errors name, which describe the same integration. */
  async function describing(...paths: readonly string[]): Promise<void> {
    await eventually(() => {
      assert.deepEqual(index?.ownersFor(at('cxengage.json')).pathsOf('dev', 'Desk'), paths);
    });
  }

  it('are forgotten with a folder that is moved or deleted, and found where it is then', async () => {
    await vscode.workspace.fs.createDirectory(at('before'));
    await untilTold('before');
    await write(`before/${DESK_FILE}`, DESK);
    index = new FileIndex();
    await describing(`before/${DESK_FILE}`);
    await vscode.workspace.fs.rename(at('before'), at('after'));
    await describing(`after/${DESK_FILE}`);
    // Of what is made and gone again before anybody was told, nobody is told.
    await untilTold('after');
    await vscode.workspace.fs.delete(at('after'), { recursive: true });
    await describing();
  });

  it('are found where they are then, though nobody is told of that place', async () => {
    for (const folder of ['watched', 'unwatched']) {
      await vscode.workspace.fs.createDirectory(at(folder));
      await untilTold(folder);
    }
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('watcherExclude', { '**/unwatched/**': true }, vscode.ConfigurationTarget.Global);
    try {
      // VS Code takes the setting up a little later: from then on it tells of one folder only.
      await eventually(async () => {
        probes += 1;
        for (const folder of ['unwatched', 'watched']) await write(`${folder}/probe-${probes}`, '');
        const ofWatched = [...told].filter((path) => path.startsWith('watched/'));
        assert.ok(ofWatched.some((path) => !told.has(path.replace('watched/', 'unwatched/'))));
      });
      await write(`watched/${DESK_FILE}`, DESK);
      index = new FileIndex();
      await describing(`watched/${DESK_FILE}`);
      await untilTold(`watched/${DESK_FILE}`);
      await vscode.workspace.fs.rename(at(`watched/${DESK_FILE}`), at(`unwatched/${DESK_FILE}`));
      await describing(`unwatched/${DESK_FILE}`);
    } finally {
      await settings.update('watcherExclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
