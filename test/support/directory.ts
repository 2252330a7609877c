// A real directory on running sandboxes, with accounts, marks and cache in memory.
import type { FairLimiter } from '../../src/core/api/limiter';
import { createApiClient } from '../../src/core/api/client';
import type { FetchFunction } from '../../src/core/api/model';
import type { Account, Credential } from '../../src/core/base/account';
import type { Clock } from '../../src/core/base/clock';
import { Emitter } from '../../src/core/base/event';
import type { JsonObject } from '../../src/core/base/json';
import { Directory } from '../../src/core/directory/directory';
import type { TenantMark, TenantRef } from '../../src/core/directory/model';
import type { AccountSource, DirectoryCache, MarkStore } from '../../src/core/directory/service';
import type { ConfirmWrite } from '../../src/core/directory/write';
import type { Sandbox } from './sandbox';

export interface FixtureOptions {
  readonly cache?: DirectoryCache;
  /** Left out: yes to every question. */
  readonly confirm?: ConfirmWrite;
  readonly fetch?: FetchFunction;
  readonly limiter?: FairLimiter;
  readonly clock?: Clock;
  readonly onSecret?: (value: string) => void;
}

/** One that is signed in, and with what. */
export interface SignedIn {
  readonly account: Account;
  readonly credential: Credential;
}

/** Somebody signed in to a sandbox with user name and password. */
export function signedInAt(
  sandbox: Pick<Sandbox, 'url' | 'username' | 'password'>,
  account: Partial<Account> & { readonly id: string },
): SignedIn {
  const { username: userName, password, url } = sandbox;
  const endpoint = { name: 'Sandbox', url };
  return {
    account: { label: 'Ada', kind: 'password', userName, endpoint, ...account },
    credential: { kind: 'password', userName, password },
  };
}

/** A cache in memory. */
export function memoryCache(files = new Map<string, JsonObject>(), savedAt = Date.now() - 3_600_000): DirectoryCache {
  return {
    read: async (key) => {
      const value = files.get(key);
      return Promise.resolve(value && { value, savedAt });
    },
    write: async (key, value) => {
      files.set(key, value);
      return Promise.resolve();
    },
    remove: async (prefix) => {
      for (const key of [...files.keys()]) if (key.startsWith(prefix)) files.delete(key);
      return Promise.resolve();
    },
  };
}

/** Marks in memory. */
function memoryMarks(): MarkStore & { readonly marks: Map<string, TenantMark> } {
  const marks = new Map<string, TenantMark>();
  const changes = new Emitter<TenantRef>();
  return {
    marks,
    get: (ref) => marks.get(ref.tenantId) ?? 'none',
    set: async (ref, mark) => {
      marks.set(ref.tenantId, mark);
      changes.fire(ref);
      return Promise.resolve();
    },
    onDidChange: changes.event,
  };
}

type AccountChange = Parameters<Parameters<AccountSource['onDidChange']>[0]>[0]['change'];

/** A directory with these accounts. */
export function directoryWith(initial: readonly SignedIn[], options: FixtureOptions = {}) {
  let signedIn = initial;
  let isKeyringLocked = false;
  const accountChanges = new Emitter<{ readonly accountId: string; readonly change: AccountChange }>();
  const marks = memoryMarks();
  const { fetch: send = ((url, init) => fetch(url, init)) satisfies FetchFunction, limiter, clock } = options;
  const directory = new Directory({
    accounts: {
      list: () => signedIn.map(({ account }) => account),
      get: (accountId) => signedIn.find(({ account }) => account.id === accountId)?.account,
      credential: async (accountId) => {
        if (isKeyringLocked) return Promise.resolve({ state: 'unavailable', reason: 'locked' });
        const found = signedIn.find(({ account }) => account.id === accountId);
        return Promise.resolve(found ? { state: 'found', credential: found.credential } : { state: 'none' });
      },
      onDidChange: accountChanges.event,
    },
    marks,
    cache: options.cache ?? memoryCache(),
    connect: (account, credential, onSessionEnded) => {
      const client = createApiClient({
        endpoint: account.endpoint.url,
        fetch: send,
        credential,
        onSessionEnded,
        ...(limiter && { limiter }),
        ...(clock && { clock }),
      });
      return { client, token: (signal) => client.token(signal) };
    },
    confirm: options.confirm ?? (async () => Promise.resolve(true)),
    onSecret: options.onSecret ?? (() => undefined),
    ...(clock && { clock }),
  });
  return {
    directory,
    marks: marks.marks,
    /** Adds an account, or signs in again with another credential: its session and all that was loaded are new. */
    signIn: (added: SignedIn): void => {
      const { id } = added.account;
      const isKnown = signedIn.some(({ account }) => account.id === id);
      signedIn = isKnown ? signedIn.map((each) => (each.account.id === id ? added : each)) : [...signedIn, added];
      accountChanges.fire({ accountId: id, change: isKnown ? 'credential' : 'added' });
    },
    signOut: (accountId: string): void => {
      signedIn = signedIn.filter(({ account }) => account.id !== accountId);
      accountChanges.fire({ accountId, change: 'removed' });
    },
    setKeyringLocked: (locked: boolean): void => {
      isKeyringLocked = locked;
    },
    /** Another credential is in the keyring, and nobody says so. */
    setCredential: (accountId: string, credential: Credential): void => {
      signedIn = signedIn.map((each) => (each.account.id === accountId ? { ...each, credential } : each));
    },
  };
}
