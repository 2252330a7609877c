// A sandbox for suites: in this process, in one of its own (the command line), or one that somebody else started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { startSandbox as start } from '../../src/sandbox/server';
import type {
  FaultRule,
  PrincipalName,
  RecordedRequest,
  SampleValues,
  Sandbox,
  SandboxIntegration,
  SandboxOptions,
  SandboxServices,
  SandboxTenant,
} from '../../src/sandbox/server';

export type * from '../../src/sandbox/server';

/** Starts a sandbox that records the bodies of requests, as tests want them. */
export const startSandbox = (options: SandboxOptions = {}): Promise<Sandbox> =>
  start({ controlKey: 'key-of-the-tests', ...options });

/**
 * Starts one sandbox for the suite it is called in, sets it back before every test, and ends it afterwards.
 * Call the answer inside tests and hooks to get at it.
 */
export function useSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  const running = () => {
    if (!sandbox) throw new Error('the sandbox runs only inside tests and their hooks');
    return sandbox;
  };
  before(async () => {
    sandbox = await startSandbox(options);
  });
  beforeEach(() => {
    running().reset();
  });
  after(async () => {
    await running().close();
  });
  return running;
}

export interface CallOptions {
  readonly token?: string;
  /** Instead of `token`: the whole header. */
  readonly authorization?: string;
  readonly body?: unknown;
  /** Instead of `body`: sent as it is. */
  readonly bodyText?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; `undefined` when it is none. */
  readonly body: unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One HTTP request with nothing of the client in between: no retry, no redirect. Rejects when the connection breaks. */
export async function call(
  origin: string,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<CallResponse> {
  const bodyText = options.bodyText ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const authorization = options.authorization ?? (options.token === undefined ? undefined : `Token ${options.token}`);
  const headers = {
    ...(bodyText === undefined ? {} : { 'content-type': 'application/json' }),
    ...(authorization === undefined ? {} : { authorization }),
    ...options.headers,
  };
  const { hostname, port } = new URL(origin);
  return new Promise((answered, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          answered({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
        });
    });
    sent.on('error', reject).end(bodyText);
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** A token for somebody of the sandbox; the main user when nobody is named. */
export async function signIn(sandbox: Sandbox, who: PrincipalName = 'user', ttl?: number): Promise<string> {
  const credentials = {
    user: { username: sandbox.username, password: sandbox.password },
    auditor: sandbox.auditor,
    key: { username: sandbox.apiKey, password: sandbox.apiSecret, tenantId: sandbox.tenants[0]?.id },
  };
  const answer = await call(sandbox.url, 'POST', '/v1/tokens', {
    body: { ...credentials[who], ...(ttl === undefined ? {} : { ttl }) },
  });
  const token = field(answer.body, 'token');
  if (typeof token !== 'string') throw new Error(`no token but ${answer.status} ${answer.text}`);
  return token;
}

/** What `npm run sandbox -- --control` prints. */
export interface SandboxLine {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly tenants: readonly SandboxTenant[];
  readonly sampleValues: readonly SampleValues[];
  readonly control: Sandbox['control'];
  readonly services: SandboxServices;
}

export interface SandboxProcess {
  readonly line: SandboxLine;
  readonly remote: SandboxRemote;
  /** Ends it by SIGTERM; gives its exit code. */
  stop(): Promise<number | null>;
}

function isLine(value: unknown): value is SandboxLine {
  return typeof field(value, 'url') === 'string' && typeof field(field(value, 'control'), 'key') === 'string';
}

/** Starts the sandbox's command line in a process of its own. Throws when it prints anything else than its line. */
export async function startSandboxProcess(args: readonly string[] = []): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [resolve('scripts/sandbox.mjs'), '--port', '0', '--control', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const [first]: unknown[] = await Promise.race([
    once(lines, 'line'),
    once(child, 'close').then(([code]) => [`exit code ${String(code)}`]),
  ]);
  const line = parsed(String(first));
  if (!isLine(line)) throw new Error(`the sandbox did not start: ${String(first)} ${complaint}`);
  return {
    line,
    remote: connectSandbox(line.control),
    stop: async () => {
      if (child.exitCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      return child.exitCode;
    },
  };
}

const isRequest = (entry: unknown): entry is RecordedRequest =>
  typeof field(entry, 'path') === 'string' && typeof field(entry, 'number') === 'number';
const isIntegration = (entry: unknown): entry is SandboxIntegration =>
  typeof field(entry, 'id') === 'string' && typeof field(entry, 'properties') === 'object';

/** The handles of a sandbox in another process. */
export interface SandboxRemote {
  requests(): Promise<readonly RecordedRequest[]>;
  serviceRequests(): Promise<readonly RecordedRequest[]>;
  clearRequests(): Promise<void>;
  integrations(tenantId: string): Promise<readonly SandboxIntegration[]>;
  addFault(rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  shiftClock(seconds: number): Promise<void>;
  revokeTokens(who?: PrincipalName): Promise<void>;
  setPermissions(who: PrincipalName, tenantId: string, permissions: readonly string[]): Promise<void>;
  reset(): Promise<void>;
}

/** Reaches a sandbox through its control routes. Every call throws when the sandbox does not answer 200. */
export function connectSandbox(control: Sandbox['control']): SandboxRemote {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(control.url, method, `/__sandbox/${path}`, {
      headers: { 'x-sandbox-key': control.key },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status !== 200) throw new Error(`sandbox control ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const list = async <T>(path: string, name: string, isOne: (entry: unknown) => entry is T): Promise<readonly T[]> => {
    const value: unknown = field(await ask('GET', path), name);
    if (!Array.isArray(value) || !value.every(isOne)) throw new Error(`sandbox control ${path}: not what was expected`);
    return value;
  };
  const tell = async (method: string, path: string, body?: unknown) => {
    await ask(method, path, body);
  };
  return {
    requests: () => list('requests', 'requests', isRequest),
    serviceRequests: () => list('requests', 'serviceRequests', isRequest),
    clearRequests: () => tell('DELETE', 'requests'),
    integrations: (tenantId) => list(`tenants/${tenantId}/integrations`, 'integrations', isIntegration),
    addFault: (rule) => tell('POST', 'faults', rule),
    clearFaults: () => tell('DELETE', 'faults'),
    shiftClock: (shift) => tell('POST', 'clock', { shift }),
    revokeTokens: (who) => tell('POST', 'tokens/revoke', { who }),
    setPermissions: (who, tenantId, permissions) => tell('POST', 'permissions', { who, tenantId, permissions }),
    reset: () => tell('POST', 'reset'),
  };
}
