import assert from 'node:assert/strict';
import { isObject, parseJson, type JsonObject } from '../../../src/core/base/json';
import { addListenerTypes } from '../../../src/core/catalog/listenerTypes';
import { listenerTypeId } from '../../../src/core/catalog/listenerTypeId';
import { integrationType } from '../../../src/core/catalog/registry';
import { toIntegration } from '../../../src/core/directory/fromApi';
import type { IntegrationChange } from '../../../src/core/directory/model';
import { updateIntegrationSafely, type Written } from '../../../src/core/directory/update';
import { UndoableChange } from '../../../src/core/directory/undoableChange';
import { failure, QuickClock } from '../api/support';
import { playServer, type PlayedServer } from './playedServer';

const VERINT =
  '"sftpHost":"h","sftpPort":"22","sftpUsername":"u","sftpPassword":"canary-1","orgName":"Old","dataSourceName":"d"';

async function read({ target }: PlayedServer) {
  return toIntegration(target.ref, await target.client.integration(target.ref.tenantId, target.integrationId));
}

/** Makes a change as the form would: from what the user saw. */
async function change(server: PlayedServer, wish: IntegrationChange): Promise<Written> {
  const basis = await read(server);
  const result = await updateIntegrationSafely(server.target, { basis, ...wish });
  const written = result.kind === 'updated' ? result.written : undefined;
  if (!written) throw new Error('nothing was written');
  return written;
}

function asObject(text: string): JsonObject {
  const parsed = parseJson(text);
  return isObject(parsed) ? parsed : assert.fail(text);
}

describe('The properties of an update', () => {
  it('empty no secret of which the server says nothing at all', async () => {
    const server = playServer('rest', '{"endpointPrefix":"https://a.example","username":""}');
    const wish = { properties: { endpointPrefix: 'https://b.example' } };
    const error = await failure(change(server, wish));
    // The form has a field for neither.
    assert.match(error.message, /does not show what is stored for Password, Token.* in the CxEngage console\.$/);
    assert.equal(server.sent.length, 0);
    await change(server, { ...wish, secrets: { token: 'canary-typed-1' } });
    assert.equal(server.sent.length, 1);

    const named = playServer('rest', '{"endpointPrefix":"https://a.example","username":"u"}');
    const asked = await failure(change(named, wish));
    assert.match(asked.message, /does not show what is stored for Password,.* Enter it again\.$/);
    assert.deepEqual(Object.keys(asked.fieldErrors), ['password']);
  });

  it('drop no secret that the type needs and the server leaves out, whatever the type', async () => {
    addListenerTypes();
    for (const [type, before, wish, missing] of [
      ['twilio', '{"accountSid":"AC1","region":"gll","globalDialParams":{}}', { region: 'au1' }, ['authToken']],
      ['email', '{"imapServer":"i","smtpHost":"s","smtpUser":"u"}', { imapServer: 'j' }, ['smtpPassword']],
      ['calabrio', '{"username":"u","ctiEnabled":false}', { username: 'v' }, ['password']],
      ['verint', '{"sftpHost":"h","orgName":"Old"}', { orgName: 'New' }, ['sftpPassword']],
      ['monet', '{"monetUrl":"acme.example","username":"u"}', { username: 'v' }, ['password']],
      ['client', '{"note":"a"}', { note: 'b' }, ['accessKey', 'secretKey']],
      [listenerTypeId('facebook'), '{"pageId":"1"}', { pageId: '2' }, ['pageToken']],
      [
        'zendesk',
        '{"endpointPrefix":"https://a.example","username":"u","workItems":false,"interactionFieldId":""}',
        { username: 'v' },
        ['password'],
      ],
    ] as const) {
      const server = playServer(type, before);
      const error = await failure(change(server, { properties: wish }));
      assert.deepEqual([error.kind, Object.keys(error.fieldErrors)], ['invalid', missing], type);
      assert.match(error.message, /Enter it again\.$/, type);
      // Each is named once.
      const labels = integrationType(type).fields.filter(({ secret }) => secret);
      assert.ok(error.message.includes(`for ${labels.map(({ label }) => label).join(', ')},`), error.message);
      assert.deepEqual(server.sent, [], type);
      const secrets = Object.fromEntries(missing.map((key) => [key, `canary-${key}`]));
      await change(server, { properties: wish, secrets });
      assert.deepEqual(parseJson(server.sent.join('')), { ...asObject(before), ...wish, ...secrets });
    }
  });

  it('demand none that a server does not have, which shows another of the same integration', async () => {
    const server = playServer('client', '{"accessKey":"AK","note":"a"}');
    await change(server, { properties: {}, secrets: { accessKey: 'canary-BB' } });
    assert.deepEqual(parseJson(server.sent.join('')), { accessKey: 'canary-BB', note: 'a' });
  });

  it('drop no optional secret that was stored as far as the user saw, and demand none that was not', async () => {
    const properties = '{"protocol":"ftp","ftpUrl":"f.example","sourceId":"1"}';
    const server = playServer('teleopti', properties);
    const seen = await read(server);
    const wish = { properties: { sourceId: '2' } };
    const stored = { ...seen, secrets: { ftpPassword: true, authKey: false } };
    const error = await failure(change(server, { ...wish, basis: stored }));
    assert.deepEqual(Object.keys(error.fieldErrors), ['ftpPassword']);
    assert.deepEqual(server.sent, []);
    await change(server, { ...wish, basis: stored, secrets: { ftpPassword: 'canary-ftp' } });
    await change(playServer('teleopti', properties), wish);
    await change(playServer('xms', '{"username":"u"}'), { properties: { username: 'v' } });
    // Somebody may have removed it since.
    await change(playServer('teleopti', properties), {
      ...wish,
      basis: { ...stored, updated: '2020-01-01T00:00:00Z' },
    });
    // The change itself removes it.
    const removing = { properties: { ...wish.properties, ftpPassword: undefined } };
    await change(playServer('teleopti', '{"ftpPassword":"canary","sourceId":"1"}'), removing);
  });

  it('keep what the catalog does not list, in its order and as it was sent', async () => {
    for (const [type, before, wish, after] of [
      [
        'verint',
        `{"ctiEnabled":true,${VERINT},"ctiEndpoint":"https://cti.example"}`,
        { orgName: 'New' },
        `{"ctiEnabled":true,${VERINT.replace('Old', 'New')},"ctiEndpoint":"https://cti.example"}`,
      ],
      [
        'email',
        '{"smtpSsl":true,"incomingType":"imap","imapServer":"i","smtpHost":"s","smtpPort":"25","smtpEncryptionType":"SSL","smtpUser":"u","smtpPassword":"canary-2"}',
        { imapServer: 'j' },
        '{"smtpSsl":true,"incomingType":"imap","imapServer":"j","smtpHost":"s","smtpPort":"25","smtpEncryptionType":"SSL","smtpUser":"u","smtpPassword":"canary-2"}',
      ],
      [
        'rest',
        '{"z":{"b":[1,{"__proto__":{"x":null}}],"a":""},"__proto__":{"polluted":true},"constructor":"c","endpointPrefix":"https://a.example","username":"","password":"","token":"","":"empty key","2":false}',
        { endpointPrefix: 'https://b.example' },
        '{"2":false,"z":{"b":[1,{"__proto__":{"x":null}}],"a":""},"__proto__":{"polluted":true},"constructor":"c","endpointPrefix":"https://b.example","username":"","password":"","token":"","":"empty key"}',
      ],
      [
        'unheard-of',
        '{"workItems":true,"token":"canary-3","host":"a"}',
        { host: 'b' },
        '{"workItems":true,"token":"canary-3","host":"b"}',
      ],
    ] as const) {
      const server = playServer(type, before);
      await change(server, { properties: wish });
      assert.deepEqual(server.sent, [after], type);
    }
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  it('leave out what the API facts name, where it is not the type’s own', async () => {
    for (const [type, before, wish, after] of [
      [
        'twilio',
        '{"sdkVersion":"1.4","accountSid":"AC1","authToken":"c","region":"gll","token":"x","workItems":false}',
        { region: 'au1' },
        '{"accountSid":"AC1","authToken":"c","region":"au1"}',
      ],
      [
        'zendesk',
        '{"endpointPrefix":"https://a.example","username":"u","password":"p","workItems":false,"interactionFieldId":"","token":""}',
        { username: 'v' },
        '{"endpointPrefix":"https://a.example","username":"v","password":"p","workItems":false,"interactionFieldId":""}',
      ],
      [
        'salesforce',
        '{"username":"u","password":"p","consumerKey":"k","consumerSecret":"s","securityToken":"t","endpointPrefix":"","workItems":true,"token":"","certificate":"canary"}',
        { username: 'v' },
        '{"username":"v","password":"p","consumerKey":"k","consumerSecret":"s","securityToken":"t","certificate":"canary"}',
      ],
      ['unheard-of', '{"sdkVersion":"1","host":"a"}', { host: 'b' }, '{"host":"b"}'],
    ] as const) {
      const server = playServer(type, before);
      await change(server, { properties: wish });
      assert.deepEqual(server.sent, [after], type);
    }
  });

  it('lose a key with a format that became empty, and keep the empty text of any other', async () => {
    const twilio = playServer(
      'twilio',
      '{"accountSid":"AC1","authToken":"c","region":"gll","extensionPrefix":"12345","globalDialParams":{}}',
    );
    const written = await change(twilio, { properties: { extensionPrefix: '' } });
    assert.deepEqual(twilio.sent, ['{"accountSid":"AC1","authToken":"c","region":"gll","globalDialParams":{}}']);
    await undo(twilio, written);
    assert.match(twilio.stored(), /"extensionPrefix":"12345"/);
    const zendesk = playServer(
      'zendesk',
      '{"endpointPrefix":"https://a.example","username":"u","password":"p","workItems":true,"interactionFieldId":"360"}',
    );
    await change(zendesk, { properties: { workItems: false, interactionFieldId: '' } });
    assert.deepEqual(zendesk.sent, [
      '{"endpointPrefix":"https://a.example","username":"u","password":"p","workItems":false,"interactionFieldId":""}',
    ]);
  });

  it('keep secrets inside other properties, whose hiding is not taken for a change', async () => {
    const server = playServer(
      'unheard-of',
      '{"host":"h","address":"https://bob:canary-url@h.example/a","connection":{"user":"bob","password":"canary-nested","mode":"x"}}',
    );
    const basis = await read(server);
    assert.ok(!JSON.stringify(basis).includes('canary'));
    await change(server, { properties: { ...basis.properties, host: 'new.example', connection: { user: 'eve' } } });
    assert.deepEqual(parseJson(server.stored()), {
      host: 'new.example',
      address: 'https://bob:canary-url@h.example/a',
      connection: { user: 'eve', password: 'canary-nested' },
    });
  });

  it('come back whole with an undo, also a key of no catalog that the change had removed', async () => {
    const before = `{"ctiEnabled":true,${VERINT}}`;
    const server = playServer('verint', before);
    const written = await change(server, { properties: { orgName: 'New', ctiEnabled: undefined } });
    assert.ok(!server.stored().includes('ctiEnabled'));
    await undo(server, written);
    assert.deepEqual(parseJson(server.stored()), parseJson(before));
  });

  it('are not sent while a secret that the server masks would be overwritten, whatever its key and depth', async () => {
    for (const hidden of [
      '{"host":"a","authToken":"****","x":1}',
      '{"host":"a","login":{"password":"••••••"}}',
      '{"host":"a","list":[{"apiKey":"****"}]}',
    ]) {
      const server = playServer('unheard-of', hidden);
      const error = await failure(change(server, { properties: { host: 'b' } }));
      assert.equal(error.kind, 'invalid', hidden);
      assert.deepEqual(server.sent, [], hidden);
    }
    const old = playServer(
      'zendesk',
      '{"endpointPrefix":"https://a.example","username":"u","password":"p","workItems":false,"authToken":"****"}',
    );
    const error = await failure(change(old, { properties: { username: 'v' } }));
    assert.match(error.message, /authToken.*CxEngage console/);
    assert.deepEqual(error.fieldErrors, {}, 'no field of the form can take it');
  });
});

async function undo(server: PlayedServer, written: Written): Promise<void> {
  const ref = { ...server.target.ref, integrationId: server.target.integrationId };
  const undoable = new UndoableChange(ref, 'Acme', written, new QuickClock());
  await updateIntegrationSafely(server.target, undoable.change() ?? {}, { isUndo: true });
  undoable.clear();
}
