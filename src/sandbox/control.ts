import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { BodyReader } from './bodies';
import { faultRuleSchema } from './faults/rule';
import type { Sandbox } from './types';
import { parseJson } from './values';

/** Where the control routes are; nothing of CxEngage begins like it. */
export const controlPrefix = '/__sandbox/';

const who = v.picklist(['user', 'auditor', 'key']);
const clockSchema = v.strictObject({ shift: v.pipe(v.number(), v.finite()) });
const revokeSchema = v.strictObject({ who: v.optional(who) });
const permissionsSchema = v.strictObject({ who, tenantId: v.optional(v.string()), permissions: v.array(v.string()) });
const slowSchema = v.strictObject({ tenantId: v.string(), ms: v.pipe(v.number(), v.minValue(0)) });

type Command = (sandbox: Sandbox, body: unknown, part: string) => unknown;

/** The handles of `Sandbox` over HTTP, for tests in another process. Bodies are JSON; none counts as `{}`. */
const commands: readonly (readonly [method: string, path: RegExp, command: Command])[] = [
  ['GET', /^state$/, (sandbox) => stateOf(sandbox)],
  ['GET', /^requests$/, ({ requests, serviceRequests }) => ({ requests, serviceRequests })],
  [
    'DELETE',
    /^requests$/,
    (sandbox) => {
      sandbox.clearRequests();
    },
  ],
  [
    'GET',
    /^tenants\/([^/]+)\/integrations$/,
    (sandbox, _, tenantId) => ({ integrations: sandbox.integrations(tenantId) }),
  ],
  ['POST', /^faults$/, (sandbox, body) => ({ id: sandbox.addFault(v.parse(faultRuleSchema, body)).id })],
  [
    'DELETE',
    /^faults$/,
    (sandbox) => {
      sandbox.clearFaults();
    },
  ],
  [
    'DELETE',
    /^faults\/(\d+)$/,
    (sandbox, _, id) => {
      sandbox.removeFault(Number(id));
    },
  ],
  [
    'POST',
    /^clock$/,
    (sandbox, body) => {
      sandbox.shiftClock(v.parse(clockSchema, body).shift);
    },
  ],
  [
    'POST',
    /^tokens\/revoke$/,
    (sandbox, body) => {
      sandbox.revokeTokens(v.parse(revokeSchema, body).who);
    },
  ],
  ['POST', /^permissions$/, setPermissions],
  ['POST', /^slow$/, slowTenant],
  [
    'POST',
    /^reset$/,
    (sandbox) => {
      sandbox.reset();
    },
  ],
];

function stateOf(sandbox: Sandbox) {
  const { tenants, allTenants, services, sampleValues, dialect, faults } = sandbox;
  return { now: sandbox.now(), tenants, allTenants, services, sampleValues, dialect, faults };
}

function setPermissions(sandbox: Sandbox, body: unknown): void {
  const { who: name, tenantId, permissions } = v.parse(permissionsSchema, body);
  if (tenantId === undefined) sandbox.setPlatformPermissions(name, permissions);
  else sandbox.setPermissions(name, tenantId, permissions);
}

function slowTenant(sandbox: Sandbox, body: unknown) {
  const { tenantId, ms } = v.parse(slowSchema, body);
  return { id: sandbox.slowTenant(tenantId, ms).id };
}

function isKey(given: string | string[] | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Responds to one control request: 404 without the right `x-sandbox-key`, 400 with what is wrong with a body. */
export async function serveControl(
  sandbox: Sandbox,
  bodies: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').slice(controlPrefix.length);
  const found = commands.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (!found || !isKey(request.headers['x-sandbox-key'], sandbox.control.key)) {
    send(response, 404, { error: 'not found' });
    return;
  }
  const [, pattern, command] = found;
  const text = await bodies.read(request, response);
  const body = text === '' ? {} : parseJson(text);
  try {
    send(response, 200, command(sandbox, body, pattern.exec(path)?.[1] ?? '') ?? {});
  } catch (error) {
    if (!v.isValiError(error)) throw error;
    send(response, 400, { error: error.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`) });
  }
}
