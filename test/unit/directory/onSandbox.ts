// A directory on a running sandbox, for the tests of this folder.
import type { FairLimiter } from '../../../src/core/api/limiter';
import type { FetchFunction } from '../../../src/core/api/model';
import type { JsonObject } from '../../../src/core/base/json';
import type { DirectoryChange } from '../../../src/core/directory/model';
import type { WriteIntent } from '../../../src/core/directory/write';
import type { Sandbox } from '../../../src/sandbox/server';
import { directoryWith, memoryCache, signedInAt, type SignedIn } from '../../support/directory';
import { QuickClock } from '../api/support';

export const canary = 'canary-directory-7f3a9';

export const zendesk = (name: string) => ({
  type: 'zendesk',
  name,
  active: true,
  properties: {
    endpointPrefix: 'https://acme.zendesk.com/api/v2',
    username: 'ada@example.com',
    password: canary,
    workItems: false,
    interactionFieldId: '',
  },
});

/** Something that waits at a gate until the test opens it. */
export interface Gate {
  /** Somebody waits. */
  readonly reached: Promise<void>;
  open(): void;
}

/** A gate, and the waiting at it. */
export function gate(): Gate & { pass(): Promise<void> } {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    reached,
    open: () => {
      open();
    },
    pass: async () => {
      arrive();
      await opened;
    },
  };
}

/** A directory on one sandbox, whose waits take no time. */
export function directoryOn(
  sandbox: Pick<Sandbox, 'url' | 'username' | 'password' | 'apiKey' | 'apiSecret' | 'tenants'>,
  answer: (intent: WriteIntent) => boolean = () => true,
  files = new Map<string, JsonObject>(),
  {
    fetch: send = fetch,
    apiKey = false,
    limiter,
  }: { readonly fetch?: FetchFunction; readonly apiKey?: boolean; readonly limiter?: FairLimiter } = {},
) {
  const { apiKey: key, apiSecret: secret } = sandbox;
  const tenantId = sandbox.tenants[0]?.id ?? '';
  const ada = signedInAt(sandbox, { id: 'account-1' });
  const signedIn: SignedIn = apiKey
    ? {
        account: { id: 'account-1', label: 'Key', kind: 'apiKey', tenantId, endpoint: ada.account.endpoint },
        credential: { kind: 'apiKey', key, secret, tenantId },
      }
    : ada;
  const { account } = signedIn;
  const changes: DirectoryChange[] = [];
  const questions: WriteIntent[] = [];
  const secrets = new Set<string>();
  let heldResponse: { readonly method: string; readonly path: RegExp; pass(): Promise<void> } | undefined;
  let heldFile: { pass(): Promise<void> } | undefined;
  const cache = memoryCache(files, 1);
  const { directory, marks, signIn, signOut } = directoryWith([signedIn], {
    clock: new QuickClock(),
    ...(limiter && { limiter }),
    fetch: async (url, init) => {
      const response = await send(url, init);
      const held = heldResponse;
      if (held?.method === init.method && held.path.test(new URL(url).pathname)) {
        heldResponse = undefined;
        await held.pass();
      }
      return response;
    },
    cache: {
      ...cache,
      write: async (path, value) => {
        await heldFile?.pass();
        await cache.write(path, value);
      },
    },
    confirm: async (intent) => {
      questions.push(intent);
      return Promise.resolve(answer(intent));
    },
    onSecret: (value) => {
      secrets.add(value);
    },
  });
  directory.onDidChange((change) => changes.push(change));
  return {
    directory,
    account,
    changes,
    questions,
    secrets,
    files,
    marks,
    signOut: (): void => {
      signOut(account.id);
    },
    /** A new sign-in with the account: its session and all that was loaded are new. */
    signInAgain: (): void => {
      signIn(signedIn);
    },
    /** The next response to such a request waits until the gate is opened; the server has done its work. */
    holdResponse: (method: string, path: RegExp): Gate => {
      const held = gate();
      heldResponse = { method, path, pass: () => held.pass() };
      return held;
    },
    /** Every file written from now on waits until the gate is opened. */
    holdFiles: (): Gate => {
      const held = gate();
      heldFile = held;
      return held;
    },
  };
}
