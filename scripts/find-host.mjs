// Finds what is already on this machine: commands, a Chrome or Chromium, a desktop VS Code.
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The real path of a command on PATH, or undefined. */
export function findOnPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const found = endings.map((ending) => join(folder, name + ending)).find(isExecutable);
    if (found) return realpathSync(found);
  }
  return undefined;
}

// The first is made for automation, and needs a tenth less of the processor than one with windows.
const browsers = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const browserPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chrome or Chromium: CHROME_PATH, then PATH, then the usual places. Undefined when there is none. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROME_PATH names ${named}, which is not a program.`);
    return named;
  }
  return [...browsers.map(findOnPath), ...browserPlaces.filter(isExecutable)].find(Boolean);
}

/** The program of a desktop VS Code: VSCODE_PATH, or the one that `code` on PATH belongs to. Undefined when there is none. */
export function findDesktop() {
  const named = process.env.VSCODE_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`VSCODE_PATH names ${named}, which does not exist.`);
    return named;
  }
  const command = findOnPath('code');
  if (!command) return undefined;
  const folder = dirname(dirname(command)); // …/code/bin/code, …/app/bin/code, …\bin\code.cmd
  return [join(folder, 'code'), join(folder, '..', '..', 'MacOS', 'Electron'), join(folder, 'Code.exe')].find(
    isExecutable,
  );
}

/**
 * Which VS Code the tests and the demo run in.
 * VSCODE_TEST_HOST=desktop or =server decides; otherwise a desktop VS Code that is at hand and can open a window, else the server.
 * @returns {'desktop' | 'server'}
 */
export function chooseHost() {
  const wish = process.env.VSCODE_TEST_HOST;
  if (wish === 'desktop' || wish === 'server') return wish;
  if (wish) throw new Error(`VSCODE_TEST_HOST is "${wish}"; it may be "desktop" or "server".`);
  const canOpenWindow = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  return canOpenWindow && findDesktop() ? 'desktop' : 'server';
}
