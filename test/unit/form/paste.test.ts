import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shellWords } from '../../../src/form/curl';
import { readPastedRequest } from '../../../src/form/pastedRequest';
import { pasteRequest } from '../../../src/form/pasting';
import { FormModel } from '../../../src/form/model';
import { editDraft } from '../../../src/form/newDraft';
import { filled, zendesk } from './support';

const basic = Buffer.from('cx:s3:cret').toString('base64');
const url = 'https://api.acme.com/v1/orders';

describe('A pasted cURL command', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['user and password', `curl -u cx:s3:cret ${url}?page=1#top`, { url, auth: { kind: 'basic', username: 'cx', password: 's3:cret' } }],
    ['user without password', `curl --user cx ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: '' } }],
    ['glued option', `curl -ucx:p ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: 'p' } }],
    ['bearer header, several lines', `$ curl --request POST '${url}' \\\n  --header 'Authorization: Bearer abc.def' \\\n  --data-raw '{"a": "https://wrong.example.com"}'`, { url, auth: { kind: 'token', token: 'abc.def' } }],
    ['basic header', `curl -H "Authorization: Basic ${basic}" ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: 's3:cret' } }],
    ['bare token', `curl -H 'authorization: abc' ${url}`, { url, auth: { kind: 'token', token: 'abc' } }],
    ['API key header', `curl -H 'X-Api-Key: k 1' ${url}`, { url, auth: { kind: 'token', token: 'k 1' } }],
    ['--oauth2-bearer and --url', `curl --oauth2-bearer tok --url=${url}`, { url, auth: { kind: 'token', token: 'tok' } }],
    ['credentials in the address', 'curl https://cx:p%40ss@api.acme.com/v1/orders/', { url, auth: { kind: 'basic', username: 'cx', password: 'p@ss' } }],
    ['no credential', `curl.exe -sS -o out.json "${url}"`, { url, auth: { kind: 'none' } }],
    ['no scheme', 'curl api.acme.com/v1/orders', { url, auth: { kind: 'none' } }],
    ['Windows line ends', `curl "${url}" ^\r\n -u "cx:p"`, { url, auth: { kind: 'basic', username: 'cx', password: 'p' } }],
  ];
  for (const [name, text, expected] of cases) it(`is read: ${name}`, () => { assert.deepEqual(readPastedRequest(text), expected); });

  it('is not made up of something else', () => {
    for (const text of ['', 'curl', 'wget https://x.com', 'curl -u a:b', 'curl file:///etc/passwd', 'curly https://x.com', 'curl http://', 'https://x.com']) assert.equal(readPastedRequest(text), undefined, text);
  });

  it('never breaks the reader', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('curl ', '-u', '-H', "'", '"', '\\', ' ', '\n', ':', 'x', 'https://a.b', '{', '}', '[', '"item"', '%')  }), (text) => { readPastedRequest(text); }));
  });

  it('is split as a shell splits', () => {
    assert.deepEqual(shellWords(`a 'b c' "d \\"e\\" \\x" f\\ g '' h'i'"j"`), ['a', 'b c', 'd "e" \\x', 'f g', '', 'hij']);
  });
});

describe('A pasted Postman request', () => {
  const header = [{ key: 'Authorization', value: 'Bearer abc' }];
  it('is read from an item, a bare request, and the first of a collection', () => {
    const item = { name: 'Orders', request: { method: 'GET', url: { raw: `${url}?x=1` }, auth: { type: 'basic', basic: [{ key: 'username', value: 'cx' }, { key: 'password', value: 'p' }] } } };
    const expected = { url, name: 'Orders', auth: { kind: 'basic', username: 'cx', password: 'p' } };
    assert.deepEqual(readPastedRequest(JSON.stringify(item)), expected);
    assert.deepEqual(readPastedRequest(JSON.stringify({ info: { name: 'C' }, item: [{ name: 'F', item: [item] }] })), expected);
    assert.deepEqual(readPastedRequest(JSON.stringify({ url, header })), { url, auth: { kind: 'token', token: 'abc' } });
  });

  it("takes the collection's authentication where the request has none", () => {
    const collection = { auth: { type: 'bearer', bearer: [{ key: 'token', value: 'abc' }] }, item: [{ request: { url } }] };
    assert.deepEqual(readPastedRequest(JSON.stringify(collection)), { url, auth: { kind: 'token', token: 'abc' } });
  });

  it('is not made up of something else', () => {
    for (const text of ['{', '[]', '{}', '{"item":[]}', '{"request":{"url":5}}', '{"url":"ftp://x"}']) assert.equal(readPastedRequest(text), undefined, text);
  });
});

describe('Pasting into a form', () => {
  it('fills REST and puts the secret straight into its field', () => {
    const model = filled('zendesk');
    const said = pasteRequest(model, `curl -u cx:canary-1 ${url}`);
    assert.equal(said.ok, true);
    assert.ok(!said.message.includes('canary'));
    assert.equal(model.draft.type, 'rest');
    assert.deepEqual([model.values.endpointPrefix, model.values.authMethod, model.values.username, model.typedSecret('password')], [url, 'basic', 'cx', 'canary-1']);
    assert.ok(!JSON.stringify(model.draft).includes('canary'));
  });

  it('leaves a saved integration alone', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.equal(pasteRequest(model, `curl ${url}`).ok, false);
    assert.deepEqual(model.draft, editDraft(zendesk));
  });
});
