// A directory on a running sandbox, for the tests of this folder.
import { createApiClient } from '../../../src/core/api/client';
import type { FetchFunction } from '../../../src/core/api/model';
import { Directory } from '../../../src/core/directory/directory';
import type { Account, CredentialLookup } from '../../../src/core/base/account';
import type { DirectoryChange, TenantMark, TenantRef } from '../../../src/core/directory/model';
import type { WriteIntent } from '../../../src/core/directory/write';
import { Emitter } from '../../../src/core/base/event';
import type { JsonObject } from '../../../src/core/base/json';
import type { Sandbox } from '../../../src/sandbox/server';

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

/** A directory with accounts, marks and cache in memory. */
export function directoryOn(
  sandbox: Sandbox,
  answer: (intent: WriteIntent) => boolean = () => true,
  files = new Map<string, JsonObject>(),
  { fetch: send = fetch, apiKey = false }: { readonly fetch?: FetchFunction; readonly apiKey?: boolean } = {},
) {
  const endpoint = { name: 'Sandbox', url: sandbox.url };
  const keyTenantId = sandbox.tenants[0]?.id ?? '';
  const account: Account = apiKey
    ? { id: 'account-1', label: 'Key', kind: 'apiKey', tenantId: keyTenantId, endpoint }
    : { id: 'account-1', label: 'Ada', kind: 'password', userName: sandbox.username, endpoint };
  const lookup: CredentialLookup = {
    state: 'found',
    credential: apiKey
      ? { kind: 'apiKey', key: sandbox.apiKey, secret: sandbox.apiSecret, tenantId: keyTenantId }
      : { kind: 'password', userName: sandbox.username, password: sandbox.password },
  };
  let accounts: readonly Account[] = [account];
  const accountChanges = new Emitter<{ accountId: string; change: 'added' | 'removed' | 'credential' | 'renamed' }>();
  const marks = new Map<string, TenantMark>();
  const markChanges = new Emitter<TenantRef>();
  const changes: DirectoryChange[] = [];
  const questions: WriteIntent[] = [];
  const secrets = new Set<string>();
  let heldAnswer: { readonly method: string; readonly path: RegExp; pass(): Promise<void> } | undefined;
  let heldFile: { pass(): Promise<void> } | undefined;
  const fetchFunction: FetchFunction = async (url, init) => {
    const response = await send(url, init);
    const held = heldAnswer;
    if (held?.method === init.method && held.path.test(new URL(url).pathname)) {
      heldAnswer = undefined;
      await held.pass();
    }
    return response;
  };
  const directory = new Directory({
    accounts: {
      list: () => accounts,
      credential: async () => Promise.resolve(lookup),
      onDidChange: accountChanges.event,
    },
    marks: {
      get: (ref) => marks.get(ref.tenantId) ?? 'none',
      set: async (ref, mark) => {
        marks.set(ref.tenantId, mark);
        markChanges.fire(ref);
        return Promise.resolve();
      },
      onDidChange: markChanges.event,
    },
    cache: {
      read: async (key) => {
        const value = files.get(key);
        return Promise.resolve(value && { value, savedAt: 1 });
      },
      write: async (key, value) => {
        await heldFile?.pass();
        files.set(key, value);
      },
      remove: async (prefix) => {
        for (const key of [...files.keys()]) if (key.startsWith(prefix)) files.delete(key);
        return Promise.resolve();
      },
    },
    connect: (each, credential, onSessionEnded) => {
      const client = createApiClient({ endpoint: each.endpoint.url, fetch: fetchFunction, credential, onSessionEnded });
      return { client, token: (signal) => client.token(signal) };
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
      accounts = [];
      accountChanges.fire({ accountId: account.id, change: 'removed' });
    },
    /** A new sign-in with the account: its session and all that was loaded are new. */
    signInAgain: (): void => {
      accountChanges.fire({ accountId: account.id, change: 'credential' });
    },
    /** The next answer to such a request waits until the gate is opened; the server has done its work. */
    holdAnswer: (method: string, path: RegExp): Gate => {
      const held = gate();
      heldAnswer = { method, path, pass: () => held.pass() };
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
