import assert from 'node:assert/strict';
import { call, type CallResponse, type CallOptions, type Sandbox } from '../../support/sandbox';

/** A JSON object out of a response, or a failed test. */
export function fields(value: unknown): Record<string, unknown> {
  assert.ok(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    `not an object: ${JSON.stringify(value)}`,
  );
  return Object.fromEntries(Object.entries(value));
}

export function list(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value), `not a list: ${JSON.stringify(value)}`);
  return value;
}

/** What is in `result`, or a failed test. */
export function result(response: CallResponse): unknown {
  assert.ok(response.status >= 200 && response.status < 300, `${response.status} ${response.text}`);
  assert.deepEqual(Object.keys(fields(response.body)), ['result']);
  return fields(response.body).result;
}

/** The findings by field of a refused body (API facts g.2, shape 1). */
export function findings(response: CallResponse): Record<string, unknown> {
  assert.equal(response.status, 400, response.text);
  return fields(fields(fields(response.body).error).attribute);
}

/** The id of a sample tenant. */
export function tenantId(sandbox: Sandbox, name: string): string {
  const tenant = sandbox.allTenants.find((one) => one.name === name);
  assert.ok(tenant, `no tenant ${name}`);
  return tenant.id;
}

/** A sample integration, by the name of its tenant and its own. */
export function sample(sandbox: Sandbox, tenant: string, name: string) {
  const integration = sandbox.integrations(tenantId(sandbox, tenant)).find((one) => one.name === name);
  assert.ok(integration, `no integration ${name}`);
  return integration;
}

/** A caller of one sandbox with one token. */
export function caller(sandbox: Sandbox, token: string) {
  const ask = (method: string, path: string, options: CallOptions = {}) =>
    call(sandbox.url, method, path, { token, ...options });
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body: unknown) => ask('POST', path, { body }),
    put: (path: string, body: unknown) => ask('PUT', path, { body }),
    ask,
  };
}

export const integrationsPath = (id: string) => `/v1/tenants/${id}/integrations`;

/** A body that the sandbox takes. */
export const restBody = (name: string) => ({
  type: 'rest',
  name,
  active: true,
  properties: { endpointPrefix: 'https://api.example', username: 'u', password: 'p', token: '' },
});

/** The properties less one key. */
export const less = (properties: Readonly<Record<string, unknown>>, key: string) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));
