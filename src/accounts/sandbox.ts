import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Account } from '../core/base/account';
import { isObject, type JsonObject } from '../core/base/json';
import { isLoopback } from '../core/base/loopback';
import { errorFields, UserError } from '../core/base/errors';
import { baseUrl } from '../core/api/endpointUrl';
import { withProgress } from '../host/progress';
import type { AccountServices } from './context';

/** `workspaceState` key of the sandbox account's id, there while the sandbox runs: a reload brings it back under the same id. */
const REVIVE_KEY = 'cxengage.sandbox.account';
/** The environment variable by which `npm run demo` and the tests hand over a sandbox that runs already. */
const DEMO_VARIABLE = 'CXENGAGE_DEMO_SANDBOX';
/** The environment variable by which a test, which starts VS Code, can ask the sandbox what it received. */
const CONTROL_KEY_VARIABLE = 'CXENGAGE_SANDBOX_CONTROL_KEY';

const signInSchema = v.object({
  url: v.string(),
  username: v.string(),
  password: v.string(),
  sampleValues: v.optional(
    v.array(v.object({ type: v.string(), properties: v.custom<JsonObject>(isObject) })),
    () => [],
  ),
});
type SandboxSignIn = v.InferOutput<typeof signInSchema>;

interface RunningSandbox extends SandboxSignIn {
  close(): Promise<void>;
}

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown => typeof value === 'function';

/**
 * Loads the sandbox's own bundle and starts it on a free port. The result is validated, because the bundle shares no types
 * with this room.
 */
async function start(): Promise<RunningSandbox> {
  const loaded: unknown = createRequire(__filename)('./sandbox.js');
  const module = v.parse(
    v.object({ startSandbox: v.custom<(...args: readonly unknown[]) => unknown>(isFunction) }),
    loaded,
  );
  const controlKey = process.env[CONTROL_KEY_VARIABLE];
  const sandbox: unknown = await module.startSandbox({ port: 0, ...(controlKey === undefined ? {} : { controlKey }) });
  const { close } = v.parse(
    v.looseObject({ close: v.custom<(...args: readonly unknown[]) => unknown>(isFunction) }),
    sandbox,
  );
  const signIn = v.parse(signInSchema, sandbox);
  return {
    ...signIn,
    close: async () => {
      await close.call(sandbox);
    },
  };
}

/** Reads the sandbox of `npm run demo` from the environment. Only one on this machine is accepted. */
export function demoSandbox(text: string | undefined): SandboxSignIn | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const parsed = v.parse(signInSchema, JSON.parse(text));
    const url = baseUrl(parsed.url);
    return isLoopback(new URL(url).hostname) ? { ...parsed, url } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The sandbox of this window: starts and stops the server in the extension host and keeps its account, which lives in
 * memory only. Nothing of it can be left behind in the keyring, and each window has its own.
 */
export class SandboxHost implements vscode.Disposable {
  readonly #services: AccountServices;
  readonly #open: () => Promise<RunningSandbox>;
  #running: Promise<RunningSandbox> | undefined;
  /** The start that is under way, server and account: whoever starts meanwhile gets the same account. */
  #starting: Promise<Account> | undefined;

  /** @param open starts the server. */
  constructor(services: AccountServices, open = start) {
    this.#services = services;
    this.#open = open;
  }

  /** Brings back the demo's sandbox, or one that ran before the window was reloaded. Resolves when there is nothing more to come. */
  async revive(): Promise<void> {
    const demo = demoSandbox(process.env[DEMO_VARIABLE]);
    const accountId = this.#services.context.workspaceState.get<unknown>(REVIVE_KEY);
    const known = typeof accountId === 'string' ? accountId : undefined;
    if (demo) await this.#once(() => this.#add(demo, known ?? randomUUID()));
    else if (known !== undefined) await this.#once(() => this.#start(known));
  }

  /**
   * Starts the sandbox, if it is not running, and signs in.
   * @throws UserError where it cannot start.
   */
  async start(): Promise<Account | undefined> {
    const known = this.#services.accounts.list().find((account) => account.sandbox);
    if (known) return known;
    return withProgress(vscode.l10n.t('Starting the sandbox'), () => this.#once(() => this.#start(randomUUID())));
  }

  /** Stops the sandbox and signs its accounts out. Without one running, nothing happens. */
  async stop(): Promise<void> {
    // One that is under way would add its account after this.
    await Promise.allSettled([this.#starting]);
    this.#services.accounts.removeTransient();
    this.#services.samples.clear();
    await this.#setRunning(false);
    await this.#services.context.workspaceState.update(REVIVE_KEY, undefined);
    await this.#close();
  }

  dispose(): void {
    void this.#close();
  }

  async #close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await (await running)?.close();
  }

  async #once(begin: () => Promise<Account>): Promise<Account> {
    return (this.#starting ??= begin().finally(() => {
      this.#starting = undefined;
    }));
  }

  async #start(accountId: string): Promise<Account> {
    this.#running ??= this.#open();
    try {
      return await this.#add(await this.#running, accountId);
    } catch (error) {
      this.#running = undefined;
      this.#services.log.error('sandbox did not start', errorFields(error));
      throw new UserError(vscode.l10n.t('The sandbox failed to start. See the log for details.'));
    }
  }

  async #add(sandbox: SandboxSignIn, id: string): Promise<Account> {
    const account: Account = {
      id,
      // VS Code signs accounts out by their label: one that the user named so must not go with the sandbox.
      label: this.#services.accounts.uniqueLabel(vscode.l10n.t('Sandbox'), id),
      endpoint: { name: vscode.l10n.t('Sandbox'), url: sandbox.url },
      kind: 'password',
      userName: sandbox.username,
      sandbox: true,
    };
    this.#services.accounts.addTransient(account, {
      kind: 'password',
      userName: sandbox.username,
      password: sandbox.password,
    });
    this.#services.samples.set(id, sandbox.sampleValues);
    await this.#services.context.workspaceState.update(REVIVE_KEY, id);
    await this.#setRunning(true);
    return account;
  }

  async #setRunning(running: boolean): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'cxengage.sandboxRunning', running);
  }
}
