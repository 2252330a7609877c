import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isObject, parseJson } from '../core/base/json';
import type { DirectoryCache } from '../core/directory/service';
import type { Logger } from '../core/base/log';

/** One or more names of letters, digits and hyphens, as `cacheKey` makes them. */
const NAMES = /^[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*$/;

/**
 * Keeps the directory's copies as files in the extension's own storage folder. Keys are paths of ids, so a prefix
 * is a folder. Errors cost a request, never a feature: they are logged and the copy is taken as missing.
 */
export function createDirectoryCache(root: vscode.Uri, log: Logger): DirectoryCache {
  const folder = vscode.Uri.joinPath(root, 'directory');
  const placeOf = (key: string, extension = ''): vscode.Uri => {
    // The last gate before the disk: a key that is more than plain names could lead out of the folder.
    if (!NAMES.test(key)) throw new RangeError('not a key');
    return vscode.Uri.joinPath(folder, `${key}${extension}`);
  };
  const fileOf = (key: string): vscode.Uri => placeOf(key, '.json');
  return {
    async read(key) {
      try {
        // By Node: VS Code asks its window before it reads, which has much to do while the first rows are waited for.
        const path = fileOf(key).fsPath;
        const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
        const value = parseJson(text);
        return isObject(value) ? { value, savedAt: mtimeMs } : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      try {
        await vscode.workspace.fs.writeFile(fileOf(key), new TextEncoder().encode(JSON.stringify(value)));
      } catch (error) {
        log.warn('cache not written', { reason: error instanceof Error ? error.name : 'unknown' });
      }
    },
    async remove(keyPrefix) {
      try {
        await vscode.workspace.fs.delete(placeOf(keyPrefix), { recursive: true });
      } catch {
        // Nothing was kept: there is nothing to remove.
      }
    },
  };
}
