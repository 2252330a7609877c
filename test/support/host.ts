// Starts the VS Code server that scripts/install-host.mjs installs.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { ownGroup, temporaryFolder } from './hostCleanup.js';
import { projectRoot } from './hostProject.js';

const hostSchema = v.object({ node: v.string(), entry: v.string(), chromium: v.string() });
export type InstalledHost = v.InferOutput<typeof hostSchema>;

/** Installs the server and a Chromium when they are missing, and gives their paths. Throws when they cannot be had. */
export async function installedHost(): Promise<InstalledHost> {
  const root = projectRoot();
  execFileSync(process.execPath, [join(root, 'scripts', 'install-host.mjs'), '--quiet'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const host = v.parse(hostSchema, JSON.parse(await readFile(join(root, '.vscode-test', 'host.json'), 'utf8')));
  for (const path of [host.node, host.entry])
    if (!existsSync(path)) throw new Error(`${path} is missing. Remove .vscode-test/ and run again.`);
  return host;
}

/** `folder`: package.json and a built dist/, used where they are. `vsix`: a package, installed before the start. */
export type ExtensionSource = { readonly folder: string } | { readonly vsix: string };
export type UserSettings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  readonly extension?: ExtensionSource;
  /** Folders of extensions that are installed beside an `extension` that is a folder. */
  readonly beside?: readonly string[];
  /** The folders of VS Code's own extensions to start with; left out: all of them. */
  readonly builtIns?: readonly string[];
  /**
   * Lets the page be started with `extensionDevelopmentPath` and `extensionTestsPath`, which a built product ignores otherwise.
   * Such a workbench shows no notifications and refuses modal dialogs: nothing for tests of what a person sees.
   */
  readonly testDriver?: boolean;
  /** The folder that the workbench opens, or a workspace file; absolute. */
  readonly folder: string;
  /** User settings beside those that keep the workbench quiet. */
  readonly settings?: UserSettings;
  /** Added to the environment of the server, and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** How long the extension host of a window that is gone waits for it, not idly; without it three hours. */
  readonly graceSeconds?: number;
  /** The server ends by itself when no window has been open for this long; without it, never. */
  readonly idleSeconds?: number;
}

export type Payload = readonly (readonly [name: string, value: string])[];

export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The temporary folder with all the server writes: settings, logs, extensions. */
  readonly folder: string;
  /** Resolves with a sentence when the server has ended without being asked to. */
  readonly died: Promise<string>;
  /** The address of the workbench with `options.folder` open. `payload` adds to what the page is started with. */
  workbenchUrl(payload?: Payload): string;
  /** Replaces the user's settings.json, which a window reads when it opens or reloads. */
  writeSettings(settings?: UserSettings): Promise<void>;
  /** The last output of the server, for an error message. */
  lastOutput(): string;
  stop(): Promise<void>;
}

/** Settings without which pictures and tests would meet welcome pages, recommendations and side bars of no concern here. */
const quiet: UserSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'window.autoDetectColorScheme': false,
  'git.enabled': false,
  // Layers below round corners are put together anew for every picture of the window, which takes a processor without a GPU 20 ms.
  'editor.disableLayerHinting': true,
  // A second extension host, in the page, for extensions that nobody has here.
  'extensions.webWorker': false,
  // It looks through all processes every few seconds, and says so after twenty ports, which the sandboxes of a run have.
  'remote.autoForwardPorts': false,
};

/**
 * The extensions of VS Code's own that tests meet: themes, icons, and what knows JSON and Markdown. All hundred of them would be
 * read again by every window.
 */
export const testedBuiltIns: readonly string[] = [
  'configuration-editing',
  'json',
  'json-language-features',
  'markdown-basics',
  'markdown-language-features',
  'theme-defaults',
  'theme-seti',
];

const startSeconds = 60;

function environment(extra: Readonly<Record<string, string>>, temporary: string): NodeJS.ProcessEnv {
  // What a VS Code terminal or an npm script sets would reach the server and lead it astray.
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/.test(name));
  return {
    ...Object.fromEntries(own),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_CONFIG_HOME: join(temporary, 'config'),
    XDG_DATA_HOME: join(temporary, 'data'),
    ...extra,
  };
}

function collectOutput(child: ChildProcess): { last: () => string; onData: (listener: () => void) => void } {
  let text = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
      for (const listener of listeners) listener();
    });
  }
  return { last: () => text, onData: (listener) => listeners.push(listener) };
}

async function untilListening(child: ChildProcess, output: ReturnType<typeof collectOutput>): Promise<string> {
  return await new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ${reason}. Its last output:\n${output.last()}`));
    };
    const timer = setTimeout(() => {
      fail(`did not listen within ${startSeconds} s`);
    }, startSeconds * 1000);
    child.once('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      fail(`ended with ${signal ?? `code ${code ?? 0}`} while starting`);
    });
    output.onData(() => {
      const origin = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output.last())?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
}

/**
 * Starts a server with one extension and one folder, in temporary folders of its own.
 * It is ended at `stop()`, and at the end of this process at the latest.
 * Throws an error with the server's last output when it does not come up within a minute.
 */
export async function startServer(options: ServerOptions): Promise<CodeServer> {
  const host = await installedHost();
  const temporary = temporaryFolder('host');
  const path = (...parts: string[]): string => join(temporary.path, ...parts);
  const places = ['--user-data-dir', path('user-data'), '--extensions-dir', path('extensions')];
  const env = environment(options.env ?? {}, temporary.path);
  const settingsFile = path('user-data', 'User', 'settings.json');
  const writeSettings = async (settings: UserSettings = {}): Promise<void> => {
    await writeFile(settingsFile, JSON.stringify({ ...quiet, ...options.settings, ...settings }, null, 2));
  };

  await mkdir(path('user-data', 'User'), { recursive: true });
  await mkdir(path('config'), { recursive: true });
  await writeFile(path('config.yaml'), '');
  await writeSettings();
  if (options.extension !== undefined && 'vsix' in options.extension) {
    execFileSync(
      host.node,
      [
        host.entry,
        '--config',
        path('config.yaml'),
        '--install-extension',
        options.extension.vsix,
        ...places,
        '--force',
      ],
      { env, stdio: 'pipe' },
    );
  } else if (options.extension !== undefined) {
    await registerFolders([options.extension.folder, ...(options.beside ?? [])], path('extensions'));
  }

  if (options.builtIns !== undefined) {
    const all = join(dirname(host.entry), '..', '..', 'lib', 'vscode', 'extensions');
    await mkdir(path('built-in'));
    for (const name of options.builtIns) await symlink(join(all, name), path('built-in', name), 'junction');
  }
  const args = [
    ...['--config', path('config.yaml'), '--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
    ...['--session-socket', path('s.sock'), ...places],
    ...[
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
    ],
    ...(options.graceSeconds === undefined ? [] : ['--reconnection-grace-time', String(options.graceSeconds)]),
    ...(options.builtIns === undefined ? [] : ['--vscode-option', `builtin-extensions-dir=${path('built-in')}`]),
    ...(options.testDriver === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...(options.idleSeconds === undefined ? [] : ['--idle-timeout-seconds', String(options.idleSeconds)]),
    options.folder,
  ];
  const child = spawn(host.node, [host.entry, ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const endGroup = ownGroup(child);
  const output = collectOutput(child);
  let stopping = false;
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      if (!stopping)
        resolve(
          `The VS Code server ended by itself (${signal ?? `code ${code ?? 0}`}). Its last output:\n${output.last()}`,
        );
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    await endGroup();
    temporary.remove();
  };

  let origin: string;
  try {
    origin = await untilListening(child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    folder: temporary.path,
    died,
    writeSettings,
    lastOutput: output.last,
    stop,
    workbenchUrl(payload = []) {
      const query = new URLSearchParams({
        [options.folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: options.folder,
        payload: JSON.stringify([['skipWelcome', 'true'], ...payload]),
      });
      return `${origin}/?${query.toString()}`;
    },
  };
}

const manifestSchema = v.object({ publisher: v.string(), name: v.string(), version: v.string() });

async function installedFolder(folder: string): Promise<object> {
  const { publisher, name, version } = v.parse(
    manifestSchema,
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  return {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, scheme: 'file', path: folder },
  };
}

/** Writes the list of installed extensions as an installation would, with the folders themselves in the place of copies. */
async function registerFolders(folders: readonly string[], extensions: string): Promise<void> {
  await mkdir(extensions, { recursive: true });
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(await Promise.all(folders.map(installedFolder))));
}

/** How the workbench names a file on the server's machine. */
export function remotePath(origin: string, path: string): string {
  return `vscode-remote://${new URL(origin).host}${path}`;
}
