import assert from 'node:assert/strict';
import { signIn, useSandbox } from '../../support/sandbox';
import { caller, findings, integrationsPath, less, sample, tenantId } from './setup';

const rest = { endpointPrefix: 'https://api.example', username: '', password: '', token: '' };
const salesforce = { username: 'u', password: 'p', consumerKey: 'k', consumerSecret: 's', securityToken: 't' };
const zendesk = { endpointPrefix: 'https://x.zendesk.example/api/v2', username: 'u', password: 'p', workItems: false };
const calabrio = { username: 'u', password: 'p' };

const accepted: readonly (readonly [type: string, what: string, properties: Record<string, unknown>])[] = [
  ['rest', 'without authentication', rest],
  ['rest', 'with an empty address', { ...rest, endpointPrefix: '' }],
  ['rest', 'with basic', { ...rest, username: 'u', password: 'p' }],
  ['rest', 'with a token', { ...rest, token: 't' }],
  ['salesforce', 'with the five keys', salesforce],
  ['salesforce', 'with the two more', { ...salesforce, loginUrl: '', pushEnabled: true }],
  ['zendesk', 'without work items', zendesk],
  ['zendesk', 'with an empty ticket field', { ...zendesk, interactionFieldId: '' }],
  ['zendesk', 'with work items', { ...zendesk, workItems: true, interactionFieldId: '36' }],
  ['calabrio', 'with the two keys', calabrio],
  ['calabrio', 'with all keys', { ...calabrio, ctiEnabled: true, ctiEndpoint: 'x', rtaEnabled: true, rtaUrl: 'y' }],
];

const refused: readonly (readonly [type: string, what: string, properties: Record<string, unknown>, field: string])[] =
  [
    ...Object.keys(rest).map((key) => ['rest', `without ${key}`, less(rest, key), key] as const),
    ['rest', 'with authType', { ...rest, authType: 'noAuth' }, 'authType'],
    ['rest', 'with workItems', { ...rest, workItems: false }, 'workItems'],
    ['rest', 'with token and basic', { ...rest, username: 'u', password: 'p', token: 't' }, 'token'],
    ['rest', 'with a user but no password', { ...rest, username: 'u' }, 'password'],
    ['rest', 'with a password but no user', { ...rest, password: 'p' }, 'username'],
    ['rest', 'with null', { ...rest, token: null }, 'token'],
    ...Object.keys(salesforce).map((key) => ['salesforce', `without ${key}`, less(salesforce, key), key] as const),
    ['salesforce', 'with an empty secret', { ...salesforce, consumerSecret: '' }, 'consumerSecret'],
    ['salesforce', 'with token', { ...salesforce, token: '' }, 'token'],
    ['salesforce', 'with endpointPrefix', { ...salesforce, endpointPrefix: '' }, 'endpointPrefix'],
    ['salesforce', 'with workItems', { ...salesforce, workItems: false }, 'workItems'],
    ['salesforce', 'with pushEnabled as text', { ...salesforce, pushEnabled: 'true' }, 'pushEnabled'],
    ...Object.keys(zendesk).map((key) => ['zendesk', `without ${key}`, less(zendesk, key), key] as const),
    ['zendesk', 'with workItems as text', { ...zendesk, workItems: 'false' }, 'workItems'],
    ['zendesk', 'with token', { ...zendesk, token: '' }, 'token'],
    [
      'zendesk',
      'with work items but no ticket field',
      { ...zendesk, workItems: true, interactionFieldId: '' },
      'interactionFieldId',
    ],
    [
      'zendesk',
      'with a ticket field but no work items',
      { ...zendesk, interactionFieldId: '36' },
      'interactionFieldId',
    ],
    ['zendesk', 'with an inherited key', { ...zendesk, toString: '' }, 'toString'],
    ['calabrio', 'without password', less(calabrio, 'password'), 'password'],
    ['calabrio', 'with the old names', { ...calabrio, cti: true }, 'cti'],
  ];

describe('sandbox: properties of a new integration', () => {
  const sandbox = useSandbox();
  const create = async (type: string, properties: unknown) => {
    const { post } = caller(sandbox(), await signIn(sandbox()));
    return post(integrationsPath(tenantId(sandbox(), 'Acme Dev')), { type, name: 'New', active: false, properties });
  };

  for (const [type, what, properties] of accepted) {
    it(`of ${type} are taken ${what}`, async () => {
      assert.equal((await create(type, properties)).status, 201);
    });
  }

  for (const [type, what, properties, field] of refused) {
    it(`of ${type} are refused ${what}`, async () => {
      assert.deepEqual(Object.keys(findings(await create(type, properties))), [field]);
    });
  }
});

describe("sandbox: properties of the vendor's types", () => {
  const sandbox = useSandbox();
  const update = async (name: string, change: Record<string, unknown>) => {
    const { id, tenantId: tenant, properties } = sample(sandbox(), 'Acme Dev', name);
    const { put } = caller(sandbox(), await signIn(sandbox()));
    return put(`${integrationsPath(tenant)}/${id}`, { properties: { ...less(properties, 'sdkVersion'), ...change } });
  };

  const cases: readonly (readonly [name: string, good: Record<string, unknown>, bad: Record<string, unknown>])[] = [
    [
      'Twilio',
      { region: 'ie1-tnx', extensionPrefix: '00000', globalDialParams: {} },
      { region: 'default', extensionPrefix: '123', globalDialParams: { a: 1 } },
    ],
    [
      'Email',
      { smtpPort: '465', smtpEncryptionType: 'SSL' },
      { smtpPort: true, smtpEncryptionType: 'none', incomingType: 'pop3', smtpSsl: false },
    ],
    [
      'Verint',
      { sftpPort: '22', dataSourceName: 'x'.repeat(50) },
      { sftpPort: 'ssh', dataSourceName: 'x'.repeat(51), token: '', workItems: false },
    ],
    ['Client', { accessKey: 'a' }, { accessKey: '', secretKey: 5, region: 'x' }],
    ['Facebook page', {}, { pageId: '1' }],
  ];

  // Clients that have a number in hand must turn it into text for one of the two (API facts d.3).
  it('take a port as text only of e-mail', async () => {
    assert.deepEqual(Object.keys(findings(await update('Email', { smtpPort: 465 }))), ['smtpPort']);
    assert.deepEqual(Object.keys(findings(await update('Email', { smtpPort: 'smtp' }))), ['smtpPort']);
    assert.equal((await update('Verint', { sftpPort: 22 })).status, 200);
  });

  for (const [name, good, bad] of cases) {
    it(`are checked for ${name}`, async () => {
      assert.equal((await update(name, good)).status, 200);
      assert.deepEqual(Object.keys(findings(await update(name, bad))).sort(), Object.keys(bad).sort());
    });
  }
});

describe('sandbox: its own samples', () => {
  const sandbox = useSandbox();

  it('obey its own rules: each can be sent back as it was read, less sdkVersion', async () => {
    const { put } = caller(sandbox(), await signIn(sandbox()));
    for (const { id } of sandbox().tenants.slice(0, 6)) {
      for (const integration of sandbox().integrations(id)) {
        const properties = less(integration.properties, 'sdkVersion');
        const response = await put(`${integrationsPath(id)}/${integration.id}`, { properties });
        assert.equal(response.status, 200, `${integration.name}: ${response.text}`);
      }
    }
  });

  it('hold no secret that does not say that it is a sample', () => {
    for (const { id } of sandbox().allTenants) {
      for (const { name, properties } of sandbox().integrations(id)) {
        for (const [key, value] of Object.entries(properties)) {
          if (/password|secret|token|key/i.test(key) && value !== '')
            assert.match(String(value), /^sample-/, `${name}.${key}`);
        }
      }
    }
  });
});
