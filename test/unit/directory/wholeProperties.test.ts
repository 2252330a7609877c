import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/base/json';
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

describe('The properties of an update', () => {
  it('empty no secret of which the server says nothing at all', async () => {
    const server = playServer('rest', '{"endpointPrefix":"https://a.example","username":""}');
    const wish = { properties: { endpointPrefix: 'https://b.example' } };
    const error = await failure(change(server, wish));
    assert.match(error.message, /does not show what is stored for Password, Token/);
    assert.equal(server.sent.length, 0);
    await change(server, { ...wish, secrets: { token: 'canary-typed-1' } });
    assert.equal(server.sent.length, 1);
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
