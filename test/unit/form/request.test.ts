import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cutOutSecrets } from '../../../src/core/catalog/cutOutSecrets';
import { FormModel, propertyId } from '../../../src/form/panel/model';
import { duplicateDraft, editDraft } from '../../../src/form/panel/newDraft';
import { variableName } from '../../../src/core/export/placeholders';
import { savedCurl } from '../../../src/core/export/curl';
import { formCurl, preview } from '../../../src/form/panel/preview';
import { isEmptyChange, readSecrets, toChange, toDraft } from '../../../src/form/request';
import { filled, reader, rest, zendesk } from './support';

const api = 'https://api.cxengage.net';
const canary = 'canary-6f0c';

async function sent(model: FormModel): Promise<unknown> {
  return toDraft(model, await readSecrets(model, reader(), 'all'));
}

describe('What a form sends', () => {
  it('is exact for each creatable type and each authentication method', async () => {
    assert.deepEqual(
      await sent(
        filled('zendesk', {
          endpointPrefix: ' https://acme.zendesk.com/api/v2 ',
          username: 'a@acme.com/token',
          password: 'p 1 ',
        }),
      ),
      {
        type: 'zendesk',
        name: 'CRM',
        active: true,
        properties: {
          endpointPrefix: 'https://acme.zendesk.com/api/v2',
          username: 'a@acme.com/token',
          password: 'p 1 ',
          workItems: false,
          interactionFieldId: '',
        },
      },
    );
    const common = { endpointPrefix: 'https://x.acme.com' };
    const all = { ...common, username: 'u', password: 'p', token: 't' };
    assert.deepEqual(
      await sent(filled('rest', { ...all, authMethod: 'basic' }, { active: false, description: ' d ' })),
      {
        type: 'rest',
        name: 'CRM',
        description: 'd',
        active: false,
        properties: { ...common, username: 'u', password: 'p', token: '' },
      },
    );
    assert.deepEqual(await sent(filled('rest', { ...common, authMethod: 'token', token: 't' })), {
      type: 'rest',
      name: 'CRM',
      active: true,
      properties: { ...common, username: '', password: '', token: 't' },
    });
    assert.deepEqual(await sent(filled('rest', { ...common, authMethod: 'none' })), {
      type: 'rest',
      name: 'CRM',
      active: true,
      properties: { ...common, username: '', password: '', token: '' },
    });
  });

  it('takes secrets from where they are: typed, saved under a name, stored', async () => {
    const model = filled('zendesk', { password: canary });
    assert.deepEqual(await readSecrets(model, reader(), 'all'), { password: canary });
    model.setSecretSource('password', { kind: 'saved', name: 'desk' });
    assert.deepEqual(await readSecrets(model, reader({ desk: 'named' }), 'all'), { password: 'named' });
    await assert.rejects(readSecrets(model, reader(), 'all'), {
      name: 'UserError',
      fieldErrors: { password: ['The saved secret “desk” no longer exists.'] },
    });
    const copy = new FormModel(duplicateDraft(zendesk, true));
    assert.deepEqual(await readSecrets(copy, reader({}, { password: 'stored' }), 'all'), { password: 'stored' });
    const edit = new FormModel(editDraft(zendesk));
    assert.deepEqual(await readSecrets(edit, reader({}, { password: 'stored' }), 'new'), {});
    assert.deepEqual(await readSecrets(edit, reader({}, { password: 'stored' }), 'all'), { password: 'stored' });
  });

  it('of an edit is only what changed', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.ok(isEmptyChange(toChange(model, {})));
    model.change('name', ' Desk 2 ');
    model.change(propertyId('username'), 'other@acme.com');
    assert.deepEqual(toChange(model, { password: canary }), {
      name: 'Desk 2',
      properties: { username: 'other@acme.com' },
      secrets: { password: canary },
      basis: zendesk,
    });
  });

  it('of an edit leaves a name alone that is stored with spaces around it', () => {
    const model = new FormModel(editDraft({ ...zendesk, name: ' Desk ' }));
    model.change('active', false);
    assert.deepEqual(toChange(model, {}), { active: false, basis: { ...zendesk, name: ' Desk ' } });
  });

  it('of an edit to another authentication method empties the old one', () => {
    const model = new FormModel(editDraft(rest));
    model.change(propertyId('authMethod'), 'token');
    assert.deepEqual(toChange(model, { token: canary }), {
      properties: { username: '', password: '' },
      secrets: { token: canary },
      basis: rest,
    });
  });
});

describe('What will be sent', () => {
  it('shows the request with every secret masked', () => {
    const model = filled('zendesk', {
      endpointPrefix: 'https://acme.zendesk.com/api/v2',
      username: 'a@acme.com',
      password: canary,
    });
    const shown = preview(model, api);
    assert.equal(shown?.method, 'POST');
    assert.equal(shown.url, 'https://api.cxengage.net/v1/tenants/t1/integrations');
    assert.match(shown.body, /"password": "••••"/);
    assert.ok(!JSON.stringify(shown).includes(canary));
  });

  it('shows an edit as the PUT it is, properties whole only when one of them changed', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.equal(preview(model, api)?.body, '{}');
    model.change('active', false);
    assert.deepEqual(JSON.parse(preview(model, api)?.body ?? ''), { active: false });
    model.change(propertyId('username'), 'other@acme.com');
    assert.deepEqual(JSON.parse(preview(model, api)?.body ?? ''), {
      active: false,
      properties: { ...zendesk.properties, username: 'other@acme.com', password: '••••' },
    });
  });

  it('keeps what the form has no field for, in the preview and in the cURL line', () => {
    const stored = { ctiEnabled: true, odd: { deep: [1, null] }, sftpHost: 'h', orgName: 'Old', dataSourceName: 'd' };
    const verint = { ...zendesk, type: 'verint', properties: stored, secrets: { sftpPassword: true } };
    const model = new FormModel(editDraft(verint));
    model.change(propertyId('orgName'), 'New');
    assert.deepEqual(JSON.parse(preview(model, api)?.body ?? ''), {
      properties: { ...stored, orgName: 'New', sftpPassword: '••••' },
    });
    assert.match(formCurl(model, api) ?? '', /"ctiEnabled":true,"odd":\{"deep":\[1,null\]\}/);
    assert.match(savedCurl(verint, api), /"ctiEnabled":true/);
  });

  it('shows a secret that an edit replaces, though nothing else changed', () => {
    const model = new FormModel(editDraft(zendesk));
    model.typeSecret(propertyId('password'), canary);
    assert.deepEqual(JSON.parse(preview(model, api)?.body ?? ''), {
      properties: { ...zendesk.properties, password: '••••' },
    });
  });

  it('holds no user name and password of an address, wherever they were typed', () => {
    for (const [address, start] of [
      [`https://cx:${canary}@api.acme.com/v1`, 'https://'],
      [`https:cx:${canary}@api.acme.com/v1`, 'https:'],
      [`https://cx:x@${canary}@api.acme.com/v1`, 'https://'],
    ] as const) {
      const model = filled(
        'rest',
        { endpointPrefix: address, authMethod: 'none' },
        { description: address, name: address },
      );
      const shown = preview(model, api)?.body ?? '';
      assert.ok(!shown.includes(canary) && shown.includes(`${start}••••@api.acme.com/v1`), shown);
      const curl = formCurl(model, api) ?? '';
      assert.ok(
        !curl.includes(canary) && curl.includes(`"${start}'"$ENDPOINT_PREFIX_CREDENTIALS"'@api.acme.com/v1"`),
        curl,
      );
    }
  });

  it('names shell variables after the properties', () => {
    assert.deepEqual(['password', 'securityToken', 'x-api key', '1st'].map(variableName), [
      '$PASSWORD',
      '$SECURITY_TOKEN',
      '$X_API_KEY',
      '$_1ST',
    ]);
  });

  it('of a saved integration is one that creates another, or, where customers cannot, one that saves it', () => {
    assert.match(
      savedCurl(zendesk, api),
      /^curl -X POST 'https:\/\/api\.cxengage\.net\/v1\/tenants\/t1\/integrations' [\s\S]*"name":"Support desk"[\s\S]*"password":"'"\$PASSWORD"'"/,
    );
    const twilio = {
      ...zendesk,
      type: 'twilio',
      properties: { accountSid: 'AC1', region: 'gll', sdkVersion: '1' },
      secrets: { authToken: true },
    };
    const curl = savedCurl(twilio, api);
    assert.match(curl, /^curl -X PUT '[^']*\/integrations\/i1' [\s\S]*"authToken":"'"\$AUTH_TOKEN"'"/);
    assert.ok(!curl.includes('sdkVersion') && !curl.includes('"type"'));
  });

  /** What the service would get of a cURL line, with these variables set. */
  function bodyOf(curl: string, env: Readonly<Record<string, string>>): unknown {
    const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${curl}`;
    const args = execFileSync('sh', ['-c', script], { env }).toString().split('\0');
    return JSON.parse(args[args.indexOf('--data') + 1] ?? '');
  }

  it('of a saved integration of an unknown type is what is stored, with a variable for all that is not shown', () => {
    const properties = {
      url: 'https://me:hunter2@h.acme.com/x',
      nothing: null,
      empty: '',
      retries: 0.5,
      password: 'p1',
      pass: 'p2',
      login: { user: 'u', password: 'p3', none: null },
      tokens: ['t1', { id: '5' }, 't2'],
      hooks: [{ id: 7, secret: 's1' }],
      'a.secret': 'd1',
    };
    const { properties: shown, secrets } = cutOutSecrets('msteams', properties);
    const unknown = { ...zendesk, type: 'msteams', properties: shown, secrets };
    const env = {
      URL_CREDENTIALS: 'me:hunter2',
      PASSWORD: 'p1',
      PASS: 'p2',
      LOGIN_PASSWORD: 'p3',
      TOKENS_0: 't1',
      TOKENS_1_ID: '5',
      TOKENS_2: 't2',
      HOOKS_0_SECRET: 's1',
      A_SECRET: 'd1',
    };
    assert.deepEqual(bodyOf(savedCurl(unknown, api), env), {
      name: 'Support desk',
      description: 'first line',
      active: true,
      properties,
    });
    const model = new FormModel(editDraft(unknown));
    model.change(propertyId('retries'), '2');
    assert.deepEqual(bodyOf(formCurl(model, api) ?? '', env), { properties: { ...properties, retries: 2 } });
    assert.match(preview(model, api)?.body ?? '', /"url": "https:\/\/••••@h\.acme\.com\/x",\s*"nothing": null/);
  });

  it('is a cURL line that a shell reads as meant, whatever the names hold, and that holds no secret', () => {
    const name = 'it\'s "$PASSWORD" `id` $(id) \\ !! \n<img>';
    const model = filled(
      'rest',
      { endpointPrefix: 'https://x.acme.com/$HOME', username: "o'neil", password: canary },
      { name },
    );
    const curl = formCurl(model, api) ?? '';
    assert.ok(!curl.includes(canary));
    const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${curl}`;
    const args = execFileSync('sh', ['-c', script], {
      env: { PATH: process.env.PATH, CXENGAGE_TOKEN: 'tok', PASSWORD: 'from-env', HOME: '/nowhere' },
    })
      .toString()
      .split('\0');
    assert.deepEqual(args.slice(0, 7), [
      '-X',
      'POST',
      `${api}/v1/tenants/t1/integrations`,
      '-H',
      'Authorization: Token tok',
      '-H',
      'Content-Type: application/json',
    ]);
    assert.deepEqual(JSON.parse(args[8] ?? ''), {
      type: 'rest',
      name: name.trim(),
      active: true,
      properties: { endpointPrefix: 'https://x.acme.com/$HOME', username: "o'neil", password: 'from-env', token: '' },
    });
  });
});
