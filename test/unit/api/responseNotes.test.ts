import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../../src/core/base/json';
import { ResponseNotes, type NotedResponse } from '../../../src/core/api/responseNotes';
import { useSandbox } from '../../support/sandbox';
import { RecordedLog, userOf } from './support';
import { createApiClient } from '../../../src/core/api/client';

const canary = 'canary7f3a';
const list = `/v1/tenants/${canary}/integrations`;
const one = `${list}/${canary}`;

/** An integration as the API facts have it (d.1). */
const usual: JsonObject = {
  id: canary,
  tenantId: canary,
  type: 'rest',
  name: canary,
  description: null,
  active: true,
  properties: { endpointPrefix: canary },
  created: '2017-04-18T18:04:38Z',
  createdBy: canary,
  updated: '2017-04-18T18:04:38Z',
  updatedBy: canary,
};

/** The notes of some responses; what is noted and logged holds no value of them. */
function notesOf(...responses: readonly Partial<NotedResponse>[]): readonly string[] {
  const log = new RecordedLog();
  const notes = new ResponseNotes(log);
  for (const response of responses)
    notes.check({ method: 'GET', path: list, status: 200, body: { result: [usual] }, ...response });
  assert.equal(log.lines.length, notes.all.length);
  assert.ok(![...log.lines, ...notes.all].join('\n').includes(canary), log.lines.join('\n'));
  return notes.all;
}

const row = (changes: Readonly<Record<string, JsonValue | undefined>>): Partial<NotedResponse> => ({
  body: { result: [{ ...usual, ...changes }] },
});
const inList = (text: string): string => `GET /v1/tenants/{id}/integrations: ${text}`;

describe('notes on responses that differ from the API facts', () => {
  it('are none for what the API facts say', () => {
    assert.deepEqual(
      notesOf(
        {},
        { path: one, body: { result: usual } },
        { method: 'POST', status: 201, body: { result: usual }, sent: { name: canary } },
        { method: 'PUT', path: one, body: { result: usual }, sent: { active: true } },
        { method: 'POST', path: '/v1/tokens', body: { token: canary, ttl: 86400 } },
        { status: 400, body: { error: { message: canary, attribute: 'name' } } },
        { status: 301, body: undefined },
      ),
      [],
    );
  });

  const kinds: readonly (readonly [response: Partial<NotedResponse>, note: string])[] = [
    [{ body: [usual] }, inList('no "result" around the response')],
    [{ path: '/v1/me?x=canary7f3a', body: [] }, 'GET /v1/me: no "result" around the response'],
    [
      { method: 'POST', path: '/v1/tokens', body: { result: { token: canary, ttl: 5 } } },
      'POST /v1/tokens: the token is inside "result"',
    ],
    [{ method: 'POST', path: '/v1/tokens', body: { token: canary } }, 'POST /v1/tokens: no "ttl" in seconds'],
    [{ method: 'POST', status: 200, body: { result: usual } }, 'POST /v1/tenants/{id}/integrations: status 200'],
    [row({ created: '2017-04-18T18:04:38.123Z' }), inList('"created" has fractions of a second')],
    [row({ updated: '2017-04-18T18:04:38' }), inList('"updated" has no time zone')],
    [row({ updated: canary }), inList('"updated" has another format')],
    [row({ description: undefined }), inList('no field "description"')],
    [row({ createdBy: null }), inList('"createdBy" is null')],
    [row({ active: 'true' }), inList('"active" is not true or false')],
    [row({ properties: canary }), inList('"properties" is not an object')],
    [row({ version: canary }), inList('unknown field "version"')],
    [row({ [canary]: canary }), inList('unknown field (name not shown)')],
    [row({ properties: { password: canary } }), inList('secrets come back in clear')],
    [row({ properties: { password: '****' } }), inList('secrets come back masked')],
    [
      { method: 'PUT', path: one, body: { result: { ...usual, name: 'a' } }, sent: { name: ' a ' } },
      'PUT /v1/tenants/{id}/integrations/{id}: "name" comes back trimmed',
    ],
    [
      { method: 'PUT', path: one, body: { result: { ...usual, name: 'é' } }, sent: { name: 'e\u0301' } },
      'PUT /v1/tenants/{id}/integrations/{id}: "name" comes back normalized to NFC',
    ],
    [
      { method: 'PUT', path: one, body: { result: usual }, sent: { properties: {} } },
      'PUT /v1/tenants/{id}/integrations/{id}: properties come back that were not sent',
    ],
    [
      {
        method: 'PUT',
        path: one,
        body: { result: usual },
        sent: { properties: { endpointPrefix: canary, [canary]: canary } },
      },
      'PUT /v1/tenants/{id}/integrations/{id}: properties do not come back that were sent',
    ],
    [{ status: 400, body: { fault: canary } }, inList('error 400 in an unknown shape')],
  ];
  for (const [response, note] of kinds) {
    it(`say once: ${note}`, () => {
      assert.deepEqual(notesOf(response, response), [note]);
    });
  }

  it('name the path of a call once, whatever flow, version or entry it reads', () => {
    const paths = ['flows', 'flows/X/versions', 'flows/X/versions/X', 'flows/X/drafts', 'dispatch-mappings'];
    const bare = [...paths, ...paths].map((path, at) => ({
      path: `/v1/tenants/${canary}/${path.replaceAll('X', `${canary}-${at}`)}`,
      body: [],
    }));
    assert.deepEqual(
      notesOf(...bare),
      paths.map((path) => `GET /v1/tenants/{id}/${path.replaceAll('X', '{id}')}: no "result" around the response`),
    );
  });

  it('have a limit, however many ways a server finds', () => {
    const names = Array.from({ length: 500 }, (_, index): [string, string] => [
      `x${String.fromCharCode(97 + (index % 26))}${'y'.repeat(index % 30)}`,
      canary,
    ]);
    assert.ok(
      notesOf(row(Object.fromEntries(names)), ...names.map((_, at) => ({ status: 400 + at, body: {} }))).length <= 100,
    );
  });
});

describe('notes on the responses of the sandbox', () => {
  const sandbox = useSandbox();

  it('say that secrets come back in clear, and hold none', async () => {
    const log = new RecordedLog();
    const notes = new ResponseNotes(log);
    const client = createApiClient({
      endpoint: sandbox().url,
      fetch: (url, init) => fetch(url, init),
      credential: () => Promise.resolve({ state: 'found', credential: userOf(sandbox()) }),
      notes,
    });
    const { tenants } = await client.login();
    for (const { id } of tenants.slice(0, 2)) await client.integrations(id);
    assert.ok(notes.all.includes(inList('secrets come back in clear')), notes.all.join('\n'));
    const values = tenants.flatMap(({ id, name }) => [id, name]);
    for (const value of values) assert.ok(!notes.all.join('\n').includes(value), value);
  });
});
