import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as vscode from 'vscode';
import { ApiError, type ApiErrorKind } from '../../src/core/api/error';
import { createApiClient } from '../../src/core/api/client';
import { type CommandHandlers, registerCommand } from '../../src/host/commands';
import type { HostLog } from '../../src/host/log';
import { createNotifier, type Notifier } from '../../src/host/notify';
import { keyringError } from '../../src/host/secrets';
import { Redactor } from '../../src/core/redact/redactor';
import { extensionServices } from './accountsSupport';

interface Toast {
  readonly message: string;
  readonly buttons: readonly string[];
}

/** Takes the place of the screen: keeps what is shown, and presses `press`. */
class Screen {
  readonly toasts: Toast[] = [];
  press: string | undefined;
  readonly #error = vscode.window.showErrorMessage;
  readonly #warning = vscode.window.showWarningMessage;

  constructor() {
    const show = async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
      const buttons = rest.filter((button) => typeof button === 'string');
      this.toasts.push({ message, buttons });
      return Promise.resolve(buttons.find((button) => button === this.press));
    };
    Object.assign(vscode.window, { showErrorMessage: show, showWarningMessage: show });
  }

  dispose(): void {
    Object.assign(vscode.window, { showErrorMessage: this.#error, showWarningMessage: this.#warning });
  }
}

/** The error that an answer with these words of a server becomes. */
async function refusalSaying(words: string): Promise<unknown> {
  const server = createServer((_request, response) => {
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { code: 400, message: words } }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  assert.ok(address !== null && typeof address !== 'string');
  const client = createApiClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    fetch: (url, init) => fetch(url, init),
    credential: async () => Promise.resolve({ state: 'found', credential: { kind: 'token', token: 'abcdefgh' } }),
    onSessionEnded: () => undefined,
  });
  try {
    return await client.login().then(
      () => assert.fail('it answered'),
      (error: unknown) => error,
    );
  } finally {
    server.close();
  }
}

describe('error notifications', () => {
  let screen: Screen;
  let log: HostLog;
  let notify: Notifier;

  before(async () => {
    ({ log } = await extensionServices());
    notify = createNotifier(log, new Redactor());
  });
  beforeEach(() => {
    screen = new Screen();
  });
  afterEach(() => {
    screen.dispose();
  });

  const RETRIED: readonly ApiErrorKind[] = [
    'offline',
    'nameNotFound',
    'tls',
    'proxy',
    'timeout',
    'keyringUnavailable',
    'rateLimited',
    'server',
    'protocol',
  ];
  const OTHERS: readonly ApiErrorKind[] = ['forbidden', 'notFound', 'invalid', 'duplicate', 'refused'];

  it('offer Retry where trying again may end differently, and the log always', async () => {
    const retry = async (): Promise<void> => Promise.resolve();
    for (const kind of [...RETRIED, ...OTHERS]) {
      await notify.error(new ApiError(kind, kind), { retry });
      assert.deepEqual(screen.toasts.at(-1), {
        message: kind,
        buttons: RETRIED.includes(kind) ? ['Retry', 'Show Log'] : ['Show Log'],
      });
    }
    await notify.error(new TypeError('oops'), { retry });
    assert.deepEqual(screen.toasts.at(-1)?.buttons, ['Retry', 'Show Log']);
    await notify.error(keyringError('the keyring'), { retry });
    assert.deepEqual(screen.toasts.at(-1)?.buttons, ['Retry', 'Show Log']);
    await notify.error(new ApiError('aborted', 'canceled'), { retry });
    assert.equal(screen.toasts.length, RETRIED.length + OTHERS.length + 2, 'a canceled act says nothing');
  });

  it('offer to sign in again where that is what is missing, to the account it was', async () => {
    const { context } = await extensionServices();
    let tried = 0;
    const commands: CommandHandlers = new Map();
    registerCommand({ context, commands, log, notify }, 'cxengage.test.signedOut', () => {
      tried += 1;
      throw new ApiError('signedOut', 'sign in again');
    });
    await commands.get('cxengage.test.signedOut')?.([{ accountId: 'nobody', tenantId: 'none' }]);
    assert.deepEqual(screen.toasts, [{ message: 'sign in again', buttons: ['Sign In Again', 'Show Log'] }]);
    assert.equal(tried, 1);
  });

  it('leave the account to the user where several were asked for and any may be the one', async () => {
    const { context } = await extensionServices();
    const given: (string | undefined)[] = [];
    const error: Notifier['error'] = async (_error, options) => {
      given.push(options?.accountId);
      return Promise.resolve();
    };
    const commands: CommandHandlers = new Map();
    registerCommand({ context, commands, log, notify: { ...notify, error } }, 'cxengage.test.several', () => {
      throw new ApiError('signedOut', 'sign in again');
    });
    const [a, other, b] = ['a', 'a', 'b'].map((accountId, i) => ({ accountId, tenantId: `t${i}` }));
    for (const args of [[a], [a, [a, other]], [[a, other]], [a, [a, b]], [[b, a]]])
      await commands.get('cxengage.test.several')?.(args);
    assert.deepEqual(given, ['a', 'a', 'a', undefined, undefined]);
  });

  it('do what their button says', async () => {
    let retried = 0;
    let started = 0;
    screen.press = 'Retry';
    await notify.error(new ApiError('timeout', 'late'), { retry: async () => Promise.resolve((retried += 1)) });
    screen.press = 'Start Sandbox';
    await notify.error(new ApiError('refused', 'no'), {
      action: { title: 'Start Sandbox', run: async () => Promise.resolve((started += 1)) },
    });
    assert.deepEqual({ retried, started }, { retried: 1, started: 1 });
  });

  it('of failures that are warnings have the log too', async () => {
    screen.press = 'Look Again';
    assert.equal(await notify.failure('unclear', 'Look Again'), 'Look Again');
    assert.deepEqual(screen.toasts, [{ message: 'unclear', buttons: ['Look Again', 'Show Log'] }]);
    screen.press = 'Show Log';
    assert.equal(await notify.failure('unclear', 'Look Again'), undefined, 'the log is shown by the notifier itself');
  });

  it('leave codes in the log, and no word of a server or of what was typed', async () => {
    const error = await refusalSaying('the user ada-4711 does not exist at acme-4711.example');
    assert.ok(error instanceof ApiError && error.message.includes('ada-4711'), String(error));
    await notify.error(error);
    assert.ok(screen.toasts[0]?.message.includes('ada-4711'), 'the person is told');
    await notify.error(new TypeError('cannot read ada-4711\n    at acme-4711.example'));
    const lines = log.recent().slice(-2);
    assert.match(
      lines[0] ?? '',
      /\[error\] failed kind=invalid cause=host=127\.0\.0\.1:\d+ status=400 code=400 status=400$/,
    );
    assert.match(lines[1] ?? '', /\[error\] failed kind=unexpected cause=TypeError < .*notify\.test\.js:\d+:\d+/);
    assert.ok(!lines.join('\n').includes('4711'), lines.join('\n'));
  });
});
