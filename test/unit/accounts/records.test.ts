import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeAccountRecord,
  decodeMetadata,
  encodeAccountRecord,
  encodeMetadata,
  secretValues,
  type AccountRecord,
} from '../../../src/accounts/accountRecord';
import { decodeRecord, encodeRecord } from '../../../src/host/secretRecord';

const metadata = {
  label: 'ada@example.com · North America',
  endpoint: { name: 'North America', url: 'https://api.cxengage.net' },
  kind: 'password',
  userName: 'ada@example.com',
} as const;

const record: AccountRecord = {
  credential: { kind: 'password', userName: 'ada@example.com', password: 'correct horse' },
  metadata,
  revision: 'r1',
};

/** Any unit of UTF-16, half of a surrogate pair too. */
const character = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));

describe('secret records', () => {
  it('are one line whatever the value holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: character }), (value) => {
        const line = encodeRecord({ value });
        assert.ok(!/[\r\n]/.test(line));
        const read = decodeRecord(line);
        assert.ok(read.state === 'ok');
        assert.equal(read.fields.value, value);
      }),
    );
  });

  it('of a newer version are told from damaged ones', () => {
    assert.deepEqual(decodeRecord('{"v":2,"sealed":"x"}'), { state: 'newer', version: 2 });
    for (const text of ['', '{', 'null', '[]', '"text"', '{}', '{"v":"1"}', '{"v":0}', '{"v":1.5}', '\u0000']) {
      assert.deepEqual(decodeRecord(text), { state: 'damaged' }, text);
    }
  });

  it('never throw on what they are given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) =>
        ['ok', 'newer', 'damaged'].includes(decodeRecord(text).state),
      ),
    );
  });
});

describe('account records', () => {
  it('come back as they were written', () => {
    const credentials: readonly AccountRecord['credential'][] = [
      record.credential,
      { kind: 'apiKey', key: 'k', secret: 's\n"é', tenantId: 't' },
      { kind: 'token', token: 'a.b.c' },
    ];
    for (const credential of credentials) {
      const read = decodeAccountRecord(encodeAccountRecord({ ...record, credential }));
      assert.deepEqual(read, { state: 'ok', record: { ...record, credential } });
    }
  });

  it('without metadata count as damaged, because the credential’s endpoint is unknown', () => {
    const { credential } = record;
    for (const metadata of [undefined, null, { label: 3 }, { ...record.metadata, endpoint: 'https://x.example' }])
      assert.deepEqual(decodeAccountRecord(JSON.stringify({ v: 1, credential, metadata })), { state: 'damaged' });
  });

  it('with fields of a later release are read without them', () => {
    const later = JSON.stringify({
      v: 1,
      credential: { kind: 'token', token: 't', scope: 'all' },
      metadata: { ...metadata, color: 'red' },
      extra: [1],
    });
    const read = decodeAccountRecord(later);
    assert.deepEqual(read, { state: 'ok', record: { credential: { kind: 'token', token: 't' }, metadata } });
  });

  it('that cannot be used are damaged, not empty', () => {
    for (const credential of [
      undefined,
      null,
      'text',
      {},
      { kind: 'password', userName: 'a' },
      { kind: 'sso', token: 't' },
      { kind: 'token', token: '' },
    ]) {
      assert.deepEqual(decodeAccountRecord(JSON.stringify({ v: 1, credential, metadata })), { state: 'damaged' });
    }
  });

  it('say which of their values are secret', () => {
    assert.deepEqual(secretValues({ kind: 'password', userName: 'ada', password: 'p' }), ['p']);
    assert.deepEqual(secretValues({ kind: 'apiKey', key: 'k', secret: 's', tenantId: 't' }), ['s']);
    assert.deepEqual(secretValues({ kind: 'token', token: 't' }), ['t']);
  });
});

describe('account metadata', () => {
  it('holds no secret', () => {
    assert.ok(!JSON.stringify(encodeMetadata(metadata)).includes('correct horse'));
  });

  it('is read leniently and refused when it is of no use', () => {
    assert.deepEqual(decodeMetadata({ ...metadata, more: true }), metadata);
    assert.equal(decodeMetadata({ ...metadata, label: '' }), undefined);
    assert.equal(decodeMetadata({ ...metadata, endpoint: 'https://x' }), undefined);
    assert.equal(decodeMetadata(undefined), undefined);
  });
});
