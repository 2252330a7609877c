import assert from 'node:assert/strict';
import { integrationType } from '../../../src/core/catalog/registry';
import { toWireBody } from '../../../src/core/catalog/wire';
import type { IntegrationDraft } from '../../../src/core/directory/model';
import type { FieldValues } from '../../../src/core/catalog/model';

function body(type: string, values: FieldValues, general: Partial<IntegrationDraft> = {}): unknown {
  return toWireBody(integrationType(type), { name: 'Orders', active: true, ...general }, values);
}

// The literals are written from the API facts (d.1, d.3, d.6, e.1), not from the code.
describe('the body of a create', () => {
  it('REST with user name and password sends an empty token', () => {
    assert.deepEqual(
      body('rest', {
        endpointPrefix: 'https://api.acme.com/v1',
        authMethod: 'basic',
        username: 'cx',
        password: 'pass-1',
        token: 'left over',
      }),
      {
        type: 'rest',
        name: 'Orders',
        active: true,
        properties: { endpointPrefix: 'https://api.acme.com/v1', username: 'cx', password: 'pass-1', token: '' },
      },
    );
  });

  it('REST with a token sends an empty user name and password', () => {
    assert.deepEqual(
      body('rest', {
        endpointPrefix: 'https://api.acme.com/v1',
        authMethod: 'token',
        username: 'left over',
        password: 'left over',
        token: 'tok-1',
      }),
      {
        type: 'rest',
        name: 'Orders',
        active: true,
        properties: { endpointPrefix: 'https://api.acme.com/v1', username: '', password: '', token: 'tok-1' },
      },
    );
  });

  it('REST without authentication sends all four keys, three of them empty', () => {
    assert.deepEqual(
      body('rest', {
        endpointPrefix: '',
        authMethod: 'none',
        username: 'left over',
        password: 'left over',
        token: 'left over',
      }),
      {
        type: 'rest',
        name: 'Orders',
        active: true,
        properties: { endpointPrefix: '', username: '', password: '', token: '' },
      },
    );
  });

  it('REST is basic when nothing was chosen', () => {
    assert.deepEqual(body('rest', { username: 'cx', password: 'p' }), {
      type: 'rest',
      name: 'Orders',
      active: true,
      properties: { endpointPrefix: '', username: 'cx', password: 'p', token: '' },
    });
  });

  it('Zendesk always sends workItems as a boolean, and the field id empty while unused', () => {
    const values = {
      endpointPrefix: 'https://acme.zendesk.com/api/v2',
      username: 'a@acme.com/token',
      password: 'tok',
      interactionFieldId: '360012345678',
    };
    assert.deepEqual(body('zendesk', values), {
      type: 'zendesk',
      name: 'Orders',
      active: true,
      properties: {
        endpointPrefix: 'https://acme.zendesk.com/api/v2',
        username: 'a@acme.com/token',
        password: 'tok',
        workItems: false,
        interactionFieldId: '',
      },
    });
    assert.deepEqual(body('zendesk', { ...values, workItems: true }), {
      type: 'zendesk',
      name: 'Orders',
      active: true,
      properties: {
        endpointPrefix: 'https://acme.zendesk.com/api/v2',
        username: 'a@acme.com/token',
        password: 'tok',
        workItems: true,
        interactionFieldId: '360012345678',
      },
    });
  });

  it('Salesforce sends its five keys, and the optional two only when used', () => {
    const five = {
      username: 'cx@acme.com',
      password: 'p',
      consumerKey: '3MVG9',
      consumerSecret: 's',
      securityToken: 't',
    };
    assert.deepEqual(body('salesforce', five), { type: 'salesforce', name: 'Orders', active: true, properties: five });
    assert.deepEqual(body('salesforce', { ...five, loginUrl: 'https://test.salesforce.com', pushEnabled: true }), {
      type: 'salesforce',
      name: 'Orders',
      active: true,
      properties: { ...five, loginUrl: 'https://test.salesforce.com', pushEnabled: true },
    });
  });

  it('sends only keys of the type, whatever else the form holds', () => {
    const stray = {
      username: 'u',
      password: 'p',
      token: 't',
      endpointPrefix: 'https://x.example.com',
      workItems: true,
      authType: 'basic',
      sdkVersion: '1',
    };
    assert.deepEqual(Object.keys(integrationType('salesforce').toProperties(stray)).sort(), [
      'consumerKey',
      'consumerSecret',
      'password',
      'securityToken',
      'username',
    ]);
    assert.equal('token' in integrationType('zendesk').toProperties(stray), false);
    assert.equal('sdkVersion' in integrationType('twilio').toProperties(stray), false);
  });

  it('cuts space around values, and leaves it in secrets', () => {
    const values = { endpointPrefix: ' https://api.acme.com ', username: '\tcx\n', password: ' pass word \n' };
    assert.deepEqual(integrationType('rest').toProperties(values), {
      endpointPrefix: 'https://api.acme.com',
      username: 'cx',
      password: ' pass word ',
      token: '',
    });
  });

  it('leaves a blank description out and keeps active a boolean', () => {
    const sent = body('rest', { authMethod: 'none' }, { name: '  Orders ', description: '  ', active: false });
    assert.deepEqual(sent, {
      type: 'rest',
      name: 'Orders',
      active: false,
      properties: { endpointPrefix: '', username: '', password: '', token: '' },
    });
    assert.deepEqual(body('rest', { authMethod: 'none' }, { description: ' Shop ' }), {
      type: 'rest',
      name: 'Orders',
      description: 'Shop',
      active: true,
      properties: { endpointPrefix: '', username: '', password: '', token: '' },
    });
  });
});

// From API facts e.1 (calabrio) and e.2.
describe('the properties of types the vendor sets up', () => {
  const cases: readonly {
    readonly type: string;
    readonly properties: Record<string, unknown>;
    readonly typed?: FieldValues;
  }[] = [
    {
      type: 'calabrio',
      properties: {
        username: 'u',
        password: 'p',
        ctiEnabled: true,
        ctiEndpoint: 'cti.acme.com',
        rtaEnabled: true,
        rtaUrl: 'https://rta.acme.com',
      },
    },
    {
      type: 'twilio',
      properties: {
        accountSid: 'AC1',
        authToken: 't',
        region: 'us1-ix',
        forceRegion: true,
        webRtc: true,
        extensionPrefix: '12345',
        globalDialParams: { Trunk_A: 'north' },
      },
    },
    {
      type: 'email',
      properties: {
        incomingType: 'imap',
        imapServer: 'imap.acme.com',
        smtpHost: 'smtp.acme.com',
        // A text on the wire (API facts d.3).
        smtpPort: '587',
        smtpEncryptionType: 'starttls',
        smtpUser: 'u',
        smtpPassword: 'p',
      },
    },
    {
      type: 'verint',
      properties: {
        sftpHost: 'sftp.acme.com',
        sftpPort: 22,
        sftpUsername: 'u',
        sftpPassword: 'p',
        orgName: 'Acme',
        multipleTenants: true,
        dataSourceName: 'Acme_1',
        scorecardsEnabled: true,
        historicalEnabled: true,
      },
      typed: { sftpPort: '22' },
    },
    {
      type: 'teleopti',
      properties: {
        protocol: 'ftp',
        ftpUrl: 'ftp.acme.com',
        ftpUsername: 'u',
        ftpPassword: 'p',
        authKey: 'k',
        teleoptiUrl: 'https://t.acme.com',
        platformTypeId: '1',
        sourceId: '2',
        multipleTenants: true,
      },
    },
    {
      type: 'monet',
      properties: { monetUrl: 'acme.monet.com', username: 'u', password: 'p', usernameAsAgentId: true },
    },
    { type: 'serenova-voice', properties: { accountId: 'a', apiKey: 'k' } },
    { type: 'client', properties: { accessKey: 'a', secretKey: 's' } },
    { type: 'lambda', properties: { accessKey: 'a', secretKey: 's' } },
    {
      type: 'birst',
      properties: {
        birstBaseUrl: 'https://bi.acme.com',
        birstAdminUsername: 'u',
        birstAdminPassword: 'p',
        birstDashboardVersion: '5',
        birstSpaceId: '01234567-89ab-cdef-0123-456789abcdef',
        birstSsoPassword: 's',
      },
    },
    { type: 'plivo', properties: { authId: 'a', authToken: 't', webRtc: true } },
    { type: 'facebook', properties: {} },
  ];
  for (const { type, properties, typed } of cases) {
    it(`${type}: what was read comes back with the same keys, values and JSON types`, () => {
      const entries = Object.entries(properties).map(([key, value]): [string, string | boolean] => [
        key,
        typeof value === 'boolean' || typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      assert.deepEqual(integrationType(type).toProperties({ ...Object.fromEntries(entries), ...typed }), properties);
    });
  }

  it('keeps ports and switches as text where they were stored as text', () => {
    const read = { smtpPort: '25', incomingType: 'imap' };
    const type = integrationType('email', read);
    assert.equal(type.toProperties({ ...type.toValues(read), smtpPort: '587' }).smtpPort, '587');
    const monet = integrationType('monet', { usernameAsAgentId: 'true' });
    assert.deepEqual(monet.toValues({ usernameAsAgentId: 'true' }), { usernameAsAgentId: true });
    assert.equal(monet.toProperties({ usernameAsAgentId: true }).usernameAsAgentId, 'true');
  });

  it('turns empty dial parameters into an empty object, and leaves an empty prefix out', () => {
    const sent = integrationType('twilio').toProperties({
      accountSid: 'AC1',
      authToken: 't',
      region: 'gll',
      extensionPrefix: '',
      globalDialParams: '',
    });
    assert.deepEqual(sent, { accountSid: 'AC1', authToken: 't', region: 'gll', globalDialParams: {} });
  });
});
