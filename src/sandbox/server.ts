import { randomBytes } from 'node:crypto';
import { serveApi, type ApiParts } from './api';
import { BodyReader } from './bodies';
import type { Backend } from './call';
import { Clock } from './clock';
import { completeDialect, type Dialect } from './dialect';
import { controlPrefix, serveControl } from './control';
import { Faults } from './faults/faults';
import { startFakes } from './fakes/fakes';
import { listen } from './loopback';
import { People } from './people';
import { RequestLog } from './requests';
import { sampleValues } from './sampleValues';
import { Tokens } from './tokens';
import type { Sandbox, SandboxOptions, SandboxTenant } from './types';
import { World } from './world';

export { DIALECT_NAMES, DIALECTS } from './dialect';
export type { Dialect, DialectName } from './dialect';
export type { FaultHandle, SetFault } from './faults/faults';
export type { Fault, FaultRule } from './faults/rule';
export type { SandboxIntegration, SandboxListener } from './model';
export type { PrincipalName } from './people';
export type { RecordedRequest } from './requests';
export type { SampleValues } from './sampleValues';
export type { SandboxServices } from './services';
export type { Sandbox, SandboxOptions, SandboxTenant } from './types';

function createBackend(options: SandboxOptions, world: World, seed: number, dialect: Dialect): Backend {
  const clock = new Clock(dialect.times);
  const people = new People(world, seed, options);
  return { clock, world, people, tokens: new Tokens(clock), dialect };
}

/**
 * Starts a CxEngage-compatible API on 127.0.0.1, with fake third-party services beside it. Takes a few milliseconds
 * whatever the size. Throws when `port` is taken or the dialect is not known.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1;
  const dialect = completeDialect(options.dialect);
  // Who has no control key cannot ask for bodies, so that none are kept: the extension starts the sandbox like that.
  const recordsBodies = options.controlKey !== undefined;
  const serviceLog = new RequestLog(recordsBodies);
  const bodies = new BodyReader();
  const fakes = await startFakes(serviceLog, bodies);
  const world = new World({ seed, times: dialect.times, ...sizeOf(options) }, fakes.services);
  const stop = new AbortController();
  const parts: ApiParts = {
    backend: createBackend(options, world, seed, dialect),
    faults: new Faults(),
    log: new RequestLog(recordsBodies),
    bodies,
    elsewhere: fakes.services.elsewhere.url,
    stopped: stop.signal,
  };
  const isControl = (url: string | undefined) => url?.startsWith(controlPrefix) === true;
  const server = await listen(
    (request, response) =>
      isControl(request.url) ? serveControl(sandbox, bodies, request, response) : serveApi(parts, request, response),
    options.port,
  ).catch(async (error: unknown) => {
    await fakes.close();
    throw error;
  });
  const close = async () => {
    stop.abort();
    await Promise.all([server.close(), fakes.close()]);
  };
  const sandbox = createHandles(parts, serviceLog, {
    url: server.origin,
    services: fakes.services,
    sampleValues: sampleValues(fakes.services),
    dialect,
    control: { url: `${server.origin}/__sandbox`, key: options.controlKey ?? randomBytes(16).toString('hex') },
    close,
  });
  return sandbox;
}

function sizeOf({ tenants, integrations, flows, flowTextLength }: SandboxOptions) {
  return {
    ...(tenants === undefined ? {} : { tenants }),
    ...(integrations === undefined ? {} : { integrations }),
    ...(flows === undefined ? {} : { flows }),
    ...(flowTextLength === undefined ? {} : { flowTextLength }),
  };
}

function createHandles(
  parts: ApiParts,
  serviceLog: RequestLog,
  place: Pick<Sandbox, 'url' | 'services' | 'sampleValues' | 'dialect' | 'control' | 'close'>,
): Sandbox {
  const { backend, faults, log } = parts;
  const { people, world, clock, tokens } = backend;
  let all: readonly SandboxTenant[] | undefined;
  const named = () => (all ??= world.tenantIds.map((id) => ({ id, name: world.outline(id).name })));
  return {
    ...place,
    username: people.user.username,
    password: people.user.secret,
    apiKey: people.key.username,
    apiSecret: people.key.secret,
    auditor: { username: people.auditor.username, password: people.auditor.secret },
    get tenants() {
      return named().slice(0, world.accessible);
    },
    get allTenants() {
      return named();
    },
    get requests() {
      return log.entries;
    },
    get serviceRequests() {
      return serviceLog.entries;
    },
    clearRequests: () => {
      log.clear();
      serviceLog.clear();
    },
    integrations: (tenantId) => world.rows(tenantId).map(({ integration }) => integration),
    listeners: (tenantId, id) => world.rows(tenantId).find(({ integration }) => integration.id === id)?.listeners ?? [],
    addFault: (rule) => faults.add(rule),
    get faults() {
      return faults.list();
    },
    removeFault: (id) => {
      faults.remove(id);
    },
    clearFaults: () => {
      faults.clear();
    },
    slowTenant: (tenantId, ms) =>
      faults.add({
        path: `/v1/tenants/${tenantId}**`,
        when: { always: true },
        fault: { kind: 'delay', ms, at: 'beforeWrite' },
      }),
    shiftClock: (seconds) => {
      clock.shift(seconds);
    },
    now: () => clock.now(),
    revokeTokens: (who) => {
      tokens.revoke(who === undefined ? undefined : people.named(who));
    },
    setPermissions: (who, tenantId, permissions) => {
      people.setTenantPermissions(who, tenantId, permissions);
    },
    setPlatformPermissions: (who, permissions) => {
      people.setPlatformPermissions(who, permissions);
    },
    reset: () => {
      world.reset();
      people.reset();
      clock.reset();
      faults.clear();
      log.clear();
      serviceLog.clear();
    },
  };
}
