import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JsonValue, parseJson } from '../../../src/core/base/json';
import { silentLogger } from '../../../src/core/base/log';
import {
  parseIntegration,
  parseIntegrations,
  parseListener,
  parseListeners,
  parseLogin,
  parseTenant,
  parseTenants,
  parseToken,
} from '../../../src/core/api/parseResponses';
import { systemClock } from '../../../src/core/base/clock';
import { ApiError } from '../../../src/core/api/error';
import { parseErrorBody } from '../../../src/core/api/errorBody';
import { retryAfterSeconds } from '../../../src/core/api/retry';
import { statusError } from '../../../src/core/api/statusError';
import { describeNetworkError } from '../../../src/core/api/network';

const url = new URL('https://api.example.com/v1/x');
const SECRET = 'canary-5t8-secret';

/** Words that the parsers look for, so that the generated bodies get past their first doors. */
const key = fc.constantFrom(
  'result',
  'error',
  'message',
  'attribute',
  'attributes',
  'code',
  'body',
  'errors',
  'title',
  'expectedPermissions',
  'tenant',
  'platform',
  'id',
  'tenantId',
  'name',
  'tenantName',
  'type',
  'active',
  'properties',
  'description',
  'token',
  'ttl',
  'tenants',
  'parent',
  'parentId',
  'childIds',
  'tenantPermissions',
  'platformPermissions',
  'userId',
  'defaultTenant',
  'listenerType',
  'updated',
  'created',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
);
const leaf = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    'rest',
    'true',
    'name',
    'already exists',
    `echo ${SECRET}`,
    '<img src=x onerror=alert(1)>',
    '\u202egnp',
    '',
    'eyJhbGciOiJub25lIn0.eyJleHAiOiJ4In0.x',
  ),
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.double({ noNaN: true }),
);
const { value: json } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}));

/** A JSON text, cut or spoiled at times. */
const body = fc.tuple(json, fc.nat(), fc.nat({ max: 9 })).map(([value, at, how]) => {
  const text = JSON.stringify(value);
  if (how === 0) return text.slice(0, at % (text.length + 1));
  if (how === 1) return `${text.slice(0, at % (text.length + 1))}<${text}`;
  return text;
});

const wellFormed = (value: unknown): void => {
  if (value === undefined) return;
  for (const entry of Array.isArray(value) ? value : [value]) assert.ok(typeof entry === 'object' && entry !== null);
};

/** Declares the tests. @param total how many bodies are generated. */
export function describeGeneratedBodies(total: number): void {
  describe(`Parsers against ${total} generated bodies`, function () {
    this.timeout(120_000);
    let ran = 0;

    it('responses: a complete value or none, never an exception', async () => {
      await fc.assert(
        fc.asyncProperty(body, async (text) => {
          ran += 1;
          const parsed = parseJson(text);
          for (const value of await Promise.all([
            parseIntegrations(parsed, 't', silentLogger),
            parseTenants(parsed, silentLogger),
            parseListeners(parsed, silentLogger),
          ]))
            wellFormed(value);
          for (const value of [
            parseIntegration(parsed, 't'),
            parseTenant(parsed),
            parseListener(parsed),
            parseToken(parsed),
            await parseLogin(parsed, silentLogger),
          ])
            wellFormed(value);
          const found = parseIntegration(parsed, 't');
          if (found) {
            assert.ok(
              found.id !== '' &&
                found.type !== '' &&
                typeof found.name === 'string' &&
                typeof found.active === 'boolean' &&
                typeof found.description === 'string',
            );
            assert.ok(typeof found.properties === 'object' && !Array.isArray(found.properties));
          }
        }),
        { numRuns: total / 2 },
      );
    });

    it('rejections: one error, short, on one line, without the request’s secrets', () => {
      fc.assert(
        fc.property(
          body,
          fc.integer({ min: 300, max: 599 }),
          fc.option(fc.string({ maxLength: 30 })),
          (text, status, header) => {
            ran += 1;
            const error = statusError({
              status,
              url,
              clock: systemClock,
              body: parseJson(text),
              empty: text.trim() === '',
              headers: { get: () => header },
              request: {
                method: 'POST',
                path: '/v1/x',
                queue: '',
                repeatable: false,
                secrets: [SECRET],
                tenantName: 'Acme',
              },
            });
            assert.ok(error instanceof ApiError);
            const spoken = [
              error.message,
              error.causeText,
              JSON.stringify(error.fieldErrors),
              ...error.missingPermissions,
            ].join(' ');
            assert.ok(!spoken.includes(SECRET), spoken);
            assert.ok(!/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(error.message));
            assert.ok(error.message.startsWith('Acme: ') && error.message.length < 700);
            assert.ok(error.retryAfter === undefined || error.retryAfter >= 0);
          },
        ),
        { numRuns: total / 2 },
      );
    });

    it(`ran all ${total}`, () => {
      assert.equal(ran, total);
    });

    it('anything thrown and any header: a description, never an exception', () => {
      fc.assert(
        fc.property(fc.anything({ withNullPrototype: true }), fc.string(), (thrown, header) => {
          assert.ok(describeNetworkError(thrown, url).sentence.length > 0);
          const seconds = retryAfterSeconds(header, header, systemClock);
          assert.ok(seconds === undefined || seconds >= 0);
          parseErrorBody(parseJson(header), [header]);
        }),
        { numRuns: 5000 },
      );
    });
  });
}
