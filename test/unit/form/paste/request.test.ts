import assert from 'node:assert/strict';
import { ShellReader } from '../../../../src/form/paste/shell';
import { readPastedRequest } from '../../../../src/form/paste/pastedRequest';
import { pasteRequest } from '../../../../src/form/panel/pasting';
import { FormModel } from '../../../../src/form/panel/model';
import { editDraft } from '../../../../src/form/panel/newDraft';
import { filled, zendesk } from '../support';

/** The request of a text without what is said of it; undefined where it is refused. */
function read(text: string): object | undefined {
  const result = readPastedRequest(text);
  if ('refusal' in result) return undefined;
  const { url, auth, name } = result;
  return name === undefined ? { url, auth } : { url, auth, name };
}

const basic = Buffer.from('cx:s3:cret').toString('base64');
const url = 'https://api.acme.com/v1/orders';

describe('A pasted cURL command', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    [
      'user and password',
      `curl -u cx:s3:cret ${url}?page=1#top`,
      { url, auth: { kind: 'basic', username: 'cx', password: 's3:cret' } },
    ],
    ['user without password', `curl --user cx ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: '' } }],
    [
      'password that begins like a placeholder',
      `curl -u cx:enterprise2020 ${url}`,
      { url, auth: { kind: 'basic', username: 'cx', password: 'enterprise2020' } },
    ],
    ['glued option', `curl -ucx:p ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: 'p' } }],
    [
      'bearer header, several lines',
      `$ curl --request POST '${url}' \\\n  --header 'Authorization: Bearer abc.def' \\\n  --data-raw '{"a": "https://wrong.example.com"}'`,
      { url, auth: { kind: 'token', token: 'abc.def' } },
    ],
    [
      'basic header',
      `curl -H "Authorization: Basic ${basic}" ${url}`,
      { url, auth: { kind: 'basic', username: 'cx', password: 's3:cret' } },
    ],
    ['bare token', `curl -H 'authorization: abc' ${url}`, { url, auth: { kind: 'token', token: 'abc' } }],
    ['API key header', `curl -H 'X-Api-Key: k 1' ${url}`, { url, auth: { kind: 'none' } }],
    [
      '--oauth2-bearer and --url',
      `curl --oauth2-bearer tok --url ${url}`,
      { url, auth: { kind: 'token', token: 'tok' } },
    ],
    [
      'credentials in the address',
      'curl https://cx:p%40ss@api.acme.com/v1/orders/',
      { url, auth: { kind: 'basic', username: 'cx', password: 'p@ss' } },
    ],
    ['no credential', `curl.exe -sS -o out.json "${url}"`, { url, auth: { kind: 'none' } }],
    ['no scheme', 'curl api.acme.com/v1/orders', { url: 'http://api.acme.com/v1/orders', auth: { kind: 'none' } }],
    [
      'Windows line ends',
      `curl "${url}" ^\r\n -u "cx:p"`,
      { url, auth: { kind: 'basic', username: 'cx', password: 'p' } },
    ],
    [
      'several short options in one word',
      `curl -su admin:1234 ${url}`,
      { url, auth: { kind: 'basic', username: 'admin', password: '1234' } },
    ],
    [
      'a glued value in a word of short options',
      `curl -sSLuadmin:1234 ${url}`,
      { url, auth: { kind: 'basic', username: 'admin', password: '1234' } },
    ],
    [
      "bash's $'…'",
      `curl $'${url}' -H $'Authorization: Bearer it\\'s\\u0021\\x41\\n'`,
      { url, auth: { kind: 'token', token: "it's!A" } },
    ],
    [
      "a browser's copy for cmd",
      `curl ^"${url}?a=1^&b=2^" ^\r\n  -H ^"Accept: */*^" ^\r\n  -H ^"Authorization: Bearer a^%^2Bb^\\^"c^"`,
      { url, auth: { kind: 'token', token: 'a%2Bb"c' } },
    ],
    [
      'numbers of unknown options',
      `curl --retry-delay 2 --max-redirs 5 --speed-limit 3 --foo 0.5 ${url}`,
      { url, auth: { kind: 'none' } },
    ],
    [
      'no scheme, behind an unknown option',
      'curl --speed-limit 3 --foo 0.5 api.acme.com/v1/orders',
      { url: 'http://api.acme.com/v1/orders', auth: { kind: 'none' } },
    ],
    ['a host with a port alone', 'curl -s intranet:8080/x', { url: 'http://intranet:8080/x', auth: { kind: 'none' } }],
    [
      'a percent sign in the password',
      'curl https://cx:100%@api.acme.com/v1/orders',
      { url, auth: { kind: 'basic', username: 'cx', password: '100%' } },
    ],
    [
      'variables for user and password',
      `curl -u "$USER:$PASS" ${url}`,
      { url, auth: { kind: 'basic', username: '', password: '' } },
    ],
    [
      'a variable for the password alone',
      `curl -u cx:\${PASS} ${url}`,
      { url, auth: { kind: 'basic', username: 'cx', password: '' } },
    ],
    [
      'a variable for the token',
      `curl -H "Authorization: Bearer $TOKEN" ${url}`,
      { url, auth: { kind: 'token', token: '' } },
    ],
    [
      'a command for a Basic header',
      `curl -H "Authorization: Basic $(echo -n a:b | base64)" ${url}`,
      { url, auth: { kind: 'basic', username: '', password: '' } },
    ],
    [
      'a dollar sign in single quotes',
      `curl -u 'cx:a$PASS' ${url}`,
      { url, auth: { kind: 'basic', username: 'cx', password: 'a$PASS' } },
    ],
    ["cmd's variable", `curl -u cx:%PASS% ${url}`, { url, auth: { kind: 'basic', username: 'cx', password: '' } }],
    [
      'variables in the address',
      'curl -u cx:p https://api.acme.com/v1/orders/$ID?x=$Y',
      { url, auth: { kind: 'basic', username: 'cx', password: 'p' } },
    ],
    [
      'a variable for the host',
      'curl -u cx:p "https://$HOST/v1"',
      { url: '', auth: { kind: 'basic', username: 'cx', password: 'p' } },
    ],
  ];
  for (const [name, text, expected] of cases)
    it(`is read: ${name}`, () => {
      assert.deepEqual(read(text), expected);
    });

  it('is not made up of something else', () => {
    for (const text of [
      '',
      'curl',
      'wget https://x.com',
      'curl -u a:b',
      'curl file:///etc/passwd',
      'curly https://x.com',
      'curl http://',
      'https://x.com',
    ])
      assert.equal(read(text), undefined, text);
  });

  it('is split as a shell splits', () => {
    assert.deepEqual(new ShellReader(`a 'b c' "d \\"e\\" \\x" f\\ g '' h'i'"j"`).next()?.words, [
      'a',
      'b c',
      'd "e" \\x',
      'f g',
      '',
      'hij',
    ]);
  });
});

describe('A pasted Postman request', () => {
  const header = [{ key: 'Authorization', value: 'Bearer abc' }];
  it('is read from an item, a bare request, and the first of a collection', () => {
    const item = {
      name: 'Orders',
      request: {
        method: 'GET',
        url: { raw: `${url}?x=1` },
        auth: {
          type: 'basic',
          basic: [
            { key: 'username', value: 'cx' },
            { key: 'password', value: 'p' },
          ],
        },
      },
    };
    const expected = { url, name: 'Orders', auth: { kind: 'basic', username: 'cx', password: 'p' } };
    assert.deepEqual(read(JSON.stringify(item)), expected);
    assert.deepEqual(read(JSON.stringify({ info: { name: 'C' }, item: [{ name: 'F', item: [item] }] })), expected);
    assert.deepEqual(read(JSON.stringify({ url, header })), {
      url,
      auth: { kind: 'token', token: 'abc' },
    });
  });

  const bearer = (token: string): object => ({ type: 'bearer', bearer: [{ key: 'token', value: token }] });
  const readJson = (value: object): unknown => read(JSON.stringify(value));

  it('takes the authentication of the nearest folder that has one', () => {
    const inner = { item: [{ request: { url } }] };
    assert.deepEqual(readJson({ auth: bearer('outer'), item: [{ auth: bearer('folder'), item: [inner] }] }), {
      url,
      auth: { kind: 'token', token: 'folder' },
    });
    assert.deepEqual(readJson({ auth: bearer('outer'), item: [{ auth: { type: 'noauth' }, item: [inner] }] }), {
      url,
      auth: { kind: 'none' },
    });
    assert.deepEqual(readJson({ auth: bearer('outer'), item: [{ request: { url, auth: { type: 'noauth' } } }] }), {
      url,
      auth: { kind: 'none' },
    });
  });

  it('fills in variables, and never takes one for a value', () => {
    const variable = [
      { key: 'baseUrl', value: '{{host}}/v1' },
      { key: 'host', value: 'https://api.acme.com' },
      { key: 'token', value: 'abc' },
      { key: 'later', value: '' },
      { key: 'off', value: 'x', disabled: true },
    ];
    assert.deepEqual(
      readJson({ variable, auth: bearer('{{token}}'), item: [{ request: { url: '{{baseUrl}}/orders' } }] }),
      { url, auth: { kind: 'token', token: 'abc' } },
    );
    assert.deepEqual(
      readJson({
        variable,
        item: [{ request: { url: { raw: '{{ baseUrl }}/orders/{{id}}?a={{off}}' }, auth: bearer('{{later}}') } }],
      }),
      { url, auth: { kind: 'token', token: '' } },
    );
    assert.deepEqual(
      readJson({ variable, auth: bearer('{{off}}'), item: [{ request: { url: '{{elsewhere}}/orders' } }] }),
      { url: '', auth: { kind: 'token', token: '' } },
    );
    assert.deepEqual(
      readJson({
        variable,
        item: [{ request: { url, header: [{ key: 'Authorization', value: 'Basic {{later}}' }] } }],
      }),
      { url, auth: { kind: 'basic', username: '', password: '' } },
    );
  });

  it('does not take an API key in its own header for a token', () => {
    assert.deepEqual(
      readJson({
        url,
        header: [
          { key: 'X-API-Key', value: 'off', disabled: true },
          { key: 'x-api-key', value: 'k1' },
        ],
      }),
      { url, auth: { kind: 'none' } },
    );
  });

  it('reads requests without content, and a URL alone', () => {
    assert.deepEqual(readJson({ name: null, request: { url, header: null, auth: null } }), {
      url,
      auth: { kind: 'none' },
    });
    assert.deepEqual(readJson({ request: { url, header: [{ key: 'Accept', value: null }, { key: null }] } }), {
      url,
      auth: { kind: 'none' },
    });
    assert.deepEqual(
      readJson({ request: { url, auth: { type: 'bearer', basic: null, bearer: [{ key: 'token', value: 'abc' }] } } }),
      { url, auth: { kind: 'token', token: 'abc' } },
    );
    assert.deepEqual(readJson({ item: [{ name: 'Orders', request: url }] }), {
      url,
      name: 'Orders',
      auth: { kind: 'none' },
    });
  });

  it("takes the collection's authentication where the request has none", () => {
    const collection = {
      auth: { type: 'bearer', bearer: [{ key: 'token', value: 'abc' }] },
      item: [{ request: { url } }],
    };
    assert.deepEqual(read(JSON.stringify(collection)), { url, auth: { kind: 'token', token: 'abc' } });
  });

  it('is not made up of something else', () => {
    for (const text of ['{', '[]', '{}', '{"item":[]}', '{"request":{"url":5}}', '{"url":"ftp://x"}'])
      assert.equal(read(text), undefined, text);
  });
});

describe('Pasting into a form', () => {
  it('fills REST and puts the secret straight into its field', () => {
    const model = filled('zendesk');
    const said = pasteRequest(model, `curl -u cx:canary-1 ${url}`);
    assert.equal(said.ok, true);
    assert.ok(!said.message.includes('canary'));
    assert.equal(model.draft.type, 'rest');
    assert.deepEqual(
      [model.values.endpointPrefix, model.values.authMethod, model.values.username, model.typedSecret('password')],
      [url, 'basic', 'cx', 'canary-1'],
    );
    assert.ok(!JSON.stringify(model.draft).includes('canary'));
  });

  it('lists what it did not take', () => {
    const model = filled('rest', { endpointPrefix: 'https://old.acme.com', password: 'old' });
    assert.match(
      pasteRequest(model, `curl -u "cx:$PASS" "$BASE/x"`).message,
      /The password is not part of it\. The host is a variable/,
    );
    assert.deepEqual(
      [model.values.endpointPrefix, model.values.username, model.typedSecret('password')],
      ['', 'cx', undefined],
    );
  });

  it('leaves JSON that is no request to the field it was pasted into', () => {
    for (const text of ['{"kind": "account", "url": ["x"], "id": 5}', '{"values": [1]}', '[{"url": 5}]'])
      assert.equal(pasteRequest(filled('rest', {}), text).isText, true, text);
    for (const text of ['{"info": {"name": "Empty"}, "item": []}', '{"method": "GET", "url": ["x"]}'])
      assert.equal(pasteRequest(filled('rest', {}), text).isText, false, text);
  });

  it('leaves a saved integration alone', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.equal(pasteRequest(model, `curl ${url}`).ok, false);
    assert.deepEqual(model.draft, editDraft(zendesk));
  });
});
