import assert from 'node:assert/strict';
import { parseErrorBody } from '../../../src/core/api/errorBody';
import { parseJson } from '../../../src/core/base/json';
import { cleanResponseText } from '../../../src/core/api/responseText';

const read = (body: unknown, secrets: readonly string[] = []) =>
  parseErrorBody(parseJson(JSON.stringify(body)), secrets);

describe('Bodies of refusals (API facts g.2)', () => {
  it('1: a text for each field, or several', () => {
    const found = read({
      error: {
        code: 400,
        message: 'validation failed',
        attribute: { active: 'must be a boolean', name: ['is odd', 'is disliked'] },
      },
    });
    assert.deepEqual(found.fieldErrors, { active: ['must be a boolean'], name: ['is odd', 'is disliked'] });
    assert.equal(found.text, 'validation failed');
    assert.equal(found.code, '400');
  });

  it('2: the name of one field, which for a name means that it is taken', () => {
    const found = read({ error: { message: 'resource conflict', attribute: 'name' } });
    assert.ok(found.duplicate);
    assert.deepEqual(found.fieldErrors, { name: ['resource conflict'] });
    assert.ok(!read({ error: { message: 'name is too long', attribute: 'name' } }).duplicate);
    assert.ok(!read({ error: { message: 'bad', attribute: 'metadata-url' } }).duplicate);
  });

  it('3: a general text', () => {
    assert.equal(
      read({ error: { message: 'bad request parameters', attribute: { zip: 'x' } } }).text,
      'bad request parameters',
    );
  });

  it('4 and 5: a text, or a list of them', () => {
    assert.equal(read({ error: 'no' }).text, 'no');
    assert.equal(read({ error: ['one', 'two'] }).text, 'one · two');
  });

  it('6: the error of a service behind the API', () => {
    const found = read({
      error: {
        code: 502,
        message: 'upstream failed',
        body: { errors: [{ code: 'E1', title: 'refused' }, { message: 'twice' }] },
      },
    });
    assert.equal(found.text, 'upstream failed · refused · twice');
  });

  it('7: the permissions that lack', () => {
    const found = read({ message: 'not authorized', expectedPermissions: { tenant: ['A'], platform: ['B', 'A'] } });
    assert.deepEqual(found.missingPermissions, ['A', 'B']);
    assert.equal(found.text, 'not authorized');
  });

  it('8: nothing, or nothing that is known', () => {
    for (const body of [undefined, null, 7, 'text', [], {}, { error: null }, { error: 7 }, { result: {} }]) {
      const found = body === undefined ? parseErrorBody(undefined, []) : read(body);
      assert.equal(found.isRecognized, false, JSON.stringify(body));
      assert.equal(found.text, undefined);
    }
  });

  it('recognizes a duplicate by the text that the vendor’s console matches', () => {
    for (const text of ['has the same value', 'it already exists', 'is already registered', 'Duplicate found']) {
      assert.ok(read({ error: text }).duplicate, text);
      assert.ok(read({ error: { message: 'bad', attribute: { name: text } } }).duplicate, text);
    }
  });

  it('finds the fields of `properties`, however they are named', () => {
    const attribute = {
      'properties.password': 'weak',
      properties: { username: ['odd'], endpointPrefix: 'long' },
      'body.properties.token': 'no',
    };
    assert.deepEqual(Object.keys(read({ error: { message: 'bad', attribute } }).fieldErrors).sort(), [
      'endpointPrefix',
      'password',
      'token',
      'username',
    ]);
  });

  it('cuts to size what a hostile server sends', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_each, index) => [
        `field${index}`,
        Array.from({ length: 10 }, () => 'x'.repeat(1000)),
      ]),
    );
    const found = read({ error: { message: 'y'.repeat(1_000_000), attribute: many } });
    assert.ok(Object.keys(found.fieldErrors).length <= 50);
    assert.ok(JSON.stringify(found).length < 200_000);
    const deep = parseJson('{"error":' + '['.repeat(50_000) + ']'.repeat(50_000) + '}');
    assert.equal(parseErrorBody(deep, []).text, undefined);
  });
});

describe('A server’s words for people', () => {
  it('has one line and no marks that hide or turn text', () => {
    assert.equal(cleanResponseText('a\n\tb\u202ecod.exe\u2066\u200b c\u0000d', []), 'a bcod.exe c d');
  });

  it('is no longer than 300 characters, and ends in no half character', () => {
    const long = cleanResponseText('😀'.repeat(1000), []);
    assert.ok(long.length <= 300);
    assert.ok(!/[\ud800-\udbff]…$/.test(long));
  });

  it('holds none of the request’s secrets, in whatever form', () => {
    const secret = 'cAn4ry "p&ss\' +/ö';
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      bytes.toString('base64'),
      bytes.toString('hex'),
      'cAn4ry &quot;p&amp;ss&#39; +/ö',
      'cAn4ry\u200b "p&ss\'\n+/ö',
    ];
    for (const form of forms) {
      const shown = cleanResponseText(`you sent ${form}, which is wrong`, [secret]);
      assert.equal(shown, 'you sent ***, which is wrong', form);
    }
  });

  it('does not keep half a secret at its end', () => {
    for (let offset = 250; offset < 310; offset += 1) {
      const shown = cleanResponseText(`${'x'.repeat(offset)} canary-secret-value`, ['canary-secret-value']);
      assert.ok(!shown.includes('can'), shown.slice(-30));
    }
    for (let offset = 65_500; offset < 65_540; offset += 1) {
      const late = cleanResponseText(`${' '.repeat(offset)}canary-secret-value${'x'.repeat(1000)}`, [
        'canary-secret-value',
      ]);
      assert.ok(!late.includes('can'), late);
    }
  });

  it('masks a short secret only where it is a whole word', () => {
    assert.equal(
      cleanResponseText('pin 123 is bad, 1234 and a123 are not it', ['123']),
      'pin *** is bad, 1234 and a123 are not it',
    );
    assert.equal(cleanResponseText('a bad name', ['a']), '*** bad name');
  });
});
