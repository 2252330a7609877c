import assert from 'node:assert/strict';
import { integrationTypes } from '../../../src/core/catalog/registry';
import type { Integration } from '../../../src/core/directory/model';
import { differingSecrets, groupForExport } from '../../../src/core/export/groups';
import { integrationFileText } from '../../../src/core/export/integrationFile';
import { proposeAlias, proposeFileName, proposeSecretName } from '../../../src/core/export/fileNames';
import { addTenants } from '../../../src/core/export/tenantsFile';
import { MASK } from '../../../src/core/redact/masks';
import { hasFileErrors } from '../../../src/core/plan/fileModel';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import { startSandbox } from '../../support/sandbox';
import { titleOf, type Combination } from '../dialects/combinations';
import { directoryOn } from '../directory/onSandbox';
import { exportAndPlan } from './exportRuns';

/** An integration of a tenant as the directory keeps it. */
function integration(
  name: string,
  properties: Integration['properties'],
  more: Partial<Integration> = {},
): Integration {
  return {
    accountId: 'a',
    tenantId: 't',
    integrationId: name,
    ownerTenantId: 't',
    type: 'rest',
    name,
    description: '',
    active: true,
    properties,
    secrets: {},
    ...more,
  };
}

async function textOf(...[targets, options]: Parameters<typeof integrationFileText>): Promise<string> {
  return (await integrationFileText(targets, options))?.text ?? assert.fail();
}

/** Those that decide what a record looks like; the long runs have every one, and every pair. */
const SAMPLE: readonly Combination[] = [
  {},
  { put: 'merge', secrets: 'masked', wrap: 'bare', names: 'tidied', nulls: 'absent' },
];

describe('Exporting integrations as files', () => {
  for (const combination of SAMPLE)
    it(`plans nothing to do, and writes the same bytes twice, for every type on a service with ${titleOf(combination)}`, async () => {
      const { types, findings } = await exportAndPlan(combination);
      assert.deepEqual(findings, []);
      assert.deepEqual(
        [...types].sort(),
        integrationTypes()
          .map(({ id }) => id)
          .sort(),
      );
    });

  it('says once what is equal in all tenants, and in the targets what differs', async () => {
    const dev = integration(
      'Orders',
      { endpointPrefix: 'https://dev.example', username: 'u' },
      { secrets: { password: true } },
    );
    const prod = { ...dev, active: false, properties: { endpointPrefix: 'https://prod.example', username: 'u' } };
    const made = await textOf([
      { alias: 'dev', integration: dev },
      { alias: 'prod', integration: prod },
    ]);
    assert.deepEqual(JSON.parse(made), {
      type: 'rest',
      name: 'Orders',
      properties: { username: 'u', password: '${secret:orders-password}' },
      targets: {
        dev: { active: true, properties: { endpointPrefix: 'https://dev.example' } },
        prod: { active: false, properties: { endpointPrefix: 'https://prod.example' } },
      },
    });
  });

  it('keeps comments, order and references of a file that is there, and changes only what differs', async () => {
    const existing = `{
  // the desk of the support team
  "name": "Orders", /* as in the flow */
  "type": "rest",
  "properties": {
    "password": "\${env:ORDERS_PASSWORD}", // from the pipeline
    "endpointPrefix": "https://old.example",
  },
  "targets": { "dev": {} }
}
`;
    const now = integration('Orders', { endpointPrefix: 'https://new.example' }, { secrets: { password: true } });
    const text = await textOf([{ alias: 'dev', integration: now }], { existing });
    const expected = existing.replace('old.example', 'new.example');
    for (const line of expected.split('\n').filter((each) => each.trim().length > 2)) {
      const isThere = text
        .split('\n')
        .some((other) => other.trim().replace(/,$/, '') === line.trim().replace(/,$/, ''));
      assert.ok(isThere, `${line} is gone from\n${text}`);
    }
    assert.ok(!hasFileErrors(parseIntegrationFile(text).issues));
  });

  it('follows what a tenant no longer has, and adds nothing that a file leaves out because it means the same', async () => {
    const existing = `{
  "type": "rest",
  "name": "Orders",
  "description": "Old",
  "properties": { "endpointPrefix": "https://a.example", "username": "u", "password": "\${secret:p}" },
  "targets": { "dev": { "properties": { "username": "v" } }, "prod": {} }
}
`;
    const now = integration(
      'Orders',
      { endpointPrefix: 'https://a.example', username: '' },
      { secrets: { password: false } },
    );
    const written = await textOf([{ alias: 'dev', integration: now }], { existing });
    assert.deepEqual(JSON.parse(written), {
      type: 'rest',
      name: 'Orders',
      description: 'Old',
      properties: { endpointPrefix: 'https://a.example', username: 'u', password: '${secret:p}' },
      targets: { dev: { description: '', properties: { username: '', password: '' } }, prod: {} },
    });
    const sparse = '{ "type": "rest", "name": "Orders", "targets": { "dev": {} } }\n';
    const plain = integration('Orders', { endpointPrefix: '', username: '' });
    assert.equal(await textOf([{ alias: 'dev', integration: plain }], { existing: sparse }), sparse);
  });

  it('leaves the references of a file where the server leaves its secrets out, and shares none with a new tenant', async () => {
    const existing = `{
  "type": "zendesk",
  "name": "Desk",
  "properties": { "username": "u", "password": "\${secret:acme-zendesk}" },
  "targets": { "dev": {}, "prod": { "properties": { "password": "\${secret:acme-prod}" } } }
}
`;
    const leftOut = integration('Desk', { username: 'u' }, { type: 'zendesk' });
    const [dev, prod, qa] = ['dev', 'prod', 'qa'].map((alias) => ({ alias, integration: leftOut }));
    assert.ok(dev && prod && qa);
    assert.equal(await textOf([dev, prod], { existing }), existing);
    assert.equal(await textOf([prod], { existing }), existing);
    const { values, targets } = parseIntegrationFile(await textOf([dev, qa], { existing, isSameSecret: () => false }));
    assert.deepEqual(
      [values, ...targets.map((each) => each.values)].map(({ secrets }) => secrets.password),
      [
        { source: 'secret', name: 'acme-zendesk' },
        undefined,
        { source: 'secret', name: 'acme-prod' },
        { source: 'secret', name: 'desk-password-qa' },
      ],
    );
    const noneStored = integration('Desk', { username: 'u' }, { type: 'zendesk', secrets: { password: false } });
    const emptied = parseIntegrationFile(await textOf([{ alias: 'prod', integration: noneStored }], { existing }));
    assert.equal(emptied.targets.find(({ alias }) => alias === 'prod')?.values.secrets.password, 'empty');
  });

  it('leaves alone what no file may hold, whatever other tenants have and the file said', async () => {
    const dev = integration('Orders', { endpointPrefix: 'https://dev.example', username: 'u' });
    const prod = integration('Orders', { endpointPrefix: `https://${MASK}@prod.example`, username: 'u' });
    const [now, hidden] = [
      { alias: 'dev', integration: dev },
      { alias: 'prod', integration: prod },
    ];
    const made = await textOf([now, hidden]);
    const { targets } = parseIntegrationFile(made);
    assert.deepEqual(
      targets.map(({ alias, values }) => [alias, values.properties]),
      [
        ['dev', { endpointPrefix: 'https://dev.example' }],
        ['prod', {}],
      ],
    );
    const existing = `{
  "type": "rest",
  "name": "Orders",
  "properties": { "endpointPrefix": "https://all.example", "username": "u" }, // of all
  "targets": { "dev": {}, "qa": {}, "prod": { "properties": { "endpointPrefix": "https://old.example" } } }
}
`;
    const first = await textOf([now, hidden], { existing });
    const again = await textOf([hidden, now], { existing });
    assert.deepEqual(JSON.parse(first.replace('// of all', '')), {
      type: 'rest',
      name: 'Orders',
      properties: { username: 'u' },
      targets: {
        dev: { properties: { endpointPrefix: 'https://dev.example' } },
        qa: { properties: { endpointPrefix: 'https://all.example' } },
        prod: { properties: {} },
      },
    });
    assert.ok(first.includes('// of all'));
    assert.equal(again, first);
    assert.equal(await textOf([hidden, now], { existing: first }), first);
  });

  it('leaves the description of a file where that of the tenant is masked', async () => {
    const masked = { ...integration('Orders', { username: 'u' }), description: `https://${MASK}@a.example` };
    const existing =
      '{ "type": "rest", "name": "Orders", "description": "Ask Ada", "targets": { "dev": {}, "qa": {} } }';
    const text = await textOf([{ alias: 'dev', integration: masked }], { existing });
    assert.ok(!text.includes(MASK), text);
    const { targets } = parseIntegrationFile(text);
    assert.deepEqual(
      targets.map(({ alias, values }) => [alias, values.description]),
      [
        ['dev', undefined],
        ['qa', 'Ask Ada'],
      ],
    );
  });

  it('gives a new tenant the reference of a file only where its secret is known to be the one that is meant', async () => {
    const now = integration('Orders', {}, { secrets: { password: true } });
    const added = async (
      existing: object,
      aliases: readonly string[],
      isSame: boolean,
    ): Promise<readonly (string | undefined)[]> => {
      const targets = aliases.map((alias) => ({ alias, integration: now }));
      const options = {
        existing: JSON.stringify({ type: 'rest', name: 'Orders', ...existing }),
        isSameSecret: () => isSame,
      };
      const { values, targets: written } = parseIntegrationFile(await textOf(targets, options));
      return aliases.map((each) => {
        const found = written.find(({ alias }) => alias === each)?.values.secrets.password ?? values.secrets.password;
        return found === 'empty' ? found : found?.name;
      });
    };
    const top = { properties: { password: '${env:PW}' } };
    const own = { properties: { password: '${secret:qa}' } };
    assert.deepEqual(await added({ ...top, targets: { dev: {} } }, ['dev', 'new'], true), ['PW', 'PW']);
    assert.deepEqual(await added({ ...top, targets: { dev: {} } }, ['dev', 'new'], false), [
      'PW',
      'orders-password-new',
    ]);
    assert.deepEqual(await added({ ...top, targets: { dev: {} } }, ['new'], true), ['orders-password-new']);
    assert.deepEqual(await added({ ...top, targets: { dev: {}, qa: own } }, ['qa', 'new'], true), [
      'qa',
      'orders-password-new',
    ]);
    assert.deepEqual(await added({ ...top }, ['one', 'two'], true), ['PW', 'PW']);
    assert.deepEqual(await added({ ...top }, ['one', 'two'], false), ['orders-password-one', 'orders-password-two']);
  });

  it('takes the same id at another endpoint for another tenant', () => {
    const tenantId = '11111111-2222-3333-4444-555555555555';
    const at = (endpoint: string) => ({ tenantId, name: 'Acme', endpoint, isProduction: false });
    const existing = `{"tenants":{"prod":{"tenantId":"${tenantId.toUpperCase()}","endpoint":"api.cxengage.net/v1/"}}}`;
    const { text, aliases } = addTenants(existing, [at('https://api.cxengage.net'), at('https://eu.cxengage.net')]);
    assert.deepEqual(aliases, ['prod', 'acme']);
    const { tenants } = parseTenantsFile(text);
    assert.equal(tenants.get('acme')?.endpoint, 'https://eu.cxengage.net');
    const bare = `{"tenants":{"prod":{"tenantId":"${tenantId}"}}}`;
    assert.deepEqual(addTenants(bare, [at('https://api.cxengage.net')]).aliases, ['prod'], 'an entry without one');
  });

  it('takes a secret that the server hides for another in each tenant', async () => {
    const hiding = await startSandbox({ dialect: { secrets: 'masked' } });
    try {
      const { directory, account } = directoryOn(hiding);
      const all = await directory.loadTenants(account.id);
      const ofTenant = async (name: string) =>
        (await directory.loadIntegrations(all.find((tenant) => tenant.name === name) ?? assert.fail(name))).filter(
          (each) => each.name === 'Order API',
        );
      const [group] = groupForExport(
        [...(await ofTenant('Acme Dev')), ...(await ofTenant('Acme Staging'))],
        ({ tenantId }) => tenantId,
      );
      assert.equal(group?.targets.length, 2);
      assert.ok((await differingSecrets(group, directory)).has('password'));
    } finally {
      await hiding.close();
    }
  });

  it('proposes names that every system takes', () => {
    assert.equal(proposeFileName('Support desk'), 'support-desk.cxintegration.json');
    assert.equal(proposeFileName('../../etc/passwd'), 'etc-passwd.cxintegration.json');
    assert.equal(proposeFileName('CON'), 'integration-con.cxintegration.json');
    assert.equal(proposeFileName('Café Zürich 🎉'), 'cafe-zurich.cxintegration.json');
    assert.equal(proposeFileName('日本'), 'integration.cxintegration.json');
    assert.equal(proposeFileName('Desk', new Set(['DESK.cxintegration.json'])), 'desk-2.cxintegration.json');
    assert.equal(proposeFileName('x'.repeat(500)).length, 60 + '.cxintegration.json'.length);
    assert.equal(proposeAlias('Acme Production', new Set(['acme-production'])), 'acme-production-2');
    assert.equal(proposeSecretName('Support desk', 'password', 'prod'), 'support-desk-password-prod');
    const long = ['production', 'staging'].map((end) =>
      proposeSecretName('x'.repeat(80), 'consumerSecret', `enghouse-interactive-${'y'.repeat(30)}-${end}`),
    );
    assert.equal(new Set(long).size, 2, long.join());
    assert.ok(long.every((name) => name.length <= 95));
  });

  it('adds to the tenants file only what it lacks', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const existing = `{\n  // ours\n  "tenants": {\n    "live": { "tenantId": "${id}" } // do not touch\n  }\n}\n`;
    const other = '99999999-2222-3333-4444-555555555555';
    const { text, aliases } = addTenants(existing, [
      { tenantId: id.toUpperCase(), name: 'Whatever', isProduction: false },
      { tenantId: other, name: 'Acme Dev', endpoint: 'https://api.cxengage.net', isProduction: true },
    ]);
    assert.ok(text.includes('// ours') && text.includes('// do not touch'));
    assert.deepEqual(aliases, ['live', 'acme-dev']);
    const entry = parseTenantsFile(text).tenants.get('acme-dev');
    assert.deepEqual([entry?.tenantId, entry?.endpoint, entry?.production], [other, 'https://api.cxengage.net', true]);
  });
});
