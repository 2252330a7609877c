import { FairLimiter } from '../../../src/core/api/limiter';
import { createApiClient, type SessionedApiClient } from '../../../src/core/api/client';
import { systemClock, type Clock } from '../../../src/core/base/clock';
import { ApiError } from '../../../src/core/api/error';
import type { FetchFunction } from '../../../src/core/api/model';
import type { Credential, CredentialLookup } from '../../../src/core/base/account';
import type { Logger, LogFields } from '../../../src/core/base/log';
import { nodeFetch } from '../../../src/host/nodeFetch';
import type { Sandbox } from '../../../src/sandbox/server';

/** Both HTTP clients; every suite that talks to a server runs with each. */
export const CLIENTS: readonly (readonly [name: string, fetch: FetchFunction])[] = [
  ['fetch', (url, init) => fetch(url, init)],
  ['node-fetch', nodeFetch],
];

/** A clock whose waits take no time but are remembered, and whose monotonic time moves with them. */
export class QuickClock implements Clock {
  readonly waits: number[] = [];
  #ahead = 0;
  #chance: () => number;

  constructor(chance: () => number = () => 0.5) {
    this.#chance = chance;
  }

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#ahead;
  }

  random(): number {
    return this.#chance();
  }

  /** Lets time go by. */
  pass(ms: number): void {
    this.#ahead += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms);
    this.pass(ms);
    // One real turn of the event loop, so that servers and aborts get theirs.
    await systemClock.sleep(0, signal);
  }
}

/** A log that keeps its lines as the real one would write them. */
export class RecordedLog implements Logger {
  readonly lines: string[] = [];
  debug = (message: string, fields?: LogFields): void => {
    this.#write(message, fields);
  };
  info = this.debug;
  warn = this.debug;
  error = this.debug;

  #write(message: string, fields?: LogFields): void {
    this.lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  }
}

export interface Connection {
  readonly client: SessionedApiClient;
  readonly log: RecordedLog;
  readonly clock: Clock;
  /** How often the session was reported as ended. */
  readonly ends: () => number;
}

export interface ConnectionOptions {
  /** One that is shared with others. */
  readonly limiter?: FairLimiter;
  readonly fetch: FetchFunction;
  readonly credential?: Credential | (() => Promise<CredentialLookup>);
  readonly timeoutSeconds?: number | (() => number);
  readonly clock?: Clock;
  readonly limit?: number;
}

export function userOf(sandbox: Sandbox): Credential {
  return { kind: 'password', userName: sandbox.username, password: sandbox.password };
}

/** A client of the sandbox as the extension would make it. */
export function connect(
  sandbox: Pick<Sandbox, 'url' | 'username' | 'password'>,
  options: ConnectionOptions,
): Connection {
  const log = new RecordedLog();
  const clock = options.clock ?? new QuickClock();
  const given = options.credential ?? { kind: 'password', userName: sandbox.username, password: sandbox.password };
  const timeoutSeconds = typeof options.timeoutSeconds === 'number' ? options.timeoutSeconds : 10;
  let ends = 0;
  const client = createApiClient({
    endpoint: sandbox.url,
    fetch: options.fetch,
    credential: typeof given === 'function' ? given : () => Promise.resolve({ state: 'found', credential: given }),
    limiter: options.limiter ?? new FairLimiter(() => options.limit ?? 6),
    timeoutSeconds: typeof options.timeoutSeconds === 'function' ? options.timeoutSeconds : () => timeoutSeconds,
    logger: log,
    clock,
    onSessionEnded: () => {
      ends += 1;
    },
  });
  return { client, log, clock, ends: () => ends };
}

/** The ApiError that `work` ends in; fails when it ends in anything else. */
export async function failure(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

/** Small seeded generator (mulberry32), so that a printed seed repeats a run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A REST integration as the form would send it. */
export function restDraft(name: string, secret = 'canary-password-9f2c') {
  return {
    type: 'rest',
    name,
    active: true,
    properties: { endpointPrefix: 'https://svc.example/api', username: 'svc', password: secret, token: '' },
  };
}
