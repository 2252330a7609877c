import assert from 'node:assert/strict';
import { auditCsv, auditMarkdown, auditRow, type AuditEntry } from '../../../src/core/export/auditReport';
import { scanIntegrations } from '../../../src/core/operations/scan';
import { useSandbox } from '../../support/sandbox';
import { directoryOn } from '../directory/onSandbox';

const AT = Date.UTC(2026, 10, 28);

const entry = (change: Partial<AuditEntry['integration']>, tenantName = 'Acme'): AuditEntry => ({
  tenantName,
  integration: {
    accountId: 'a',
    tenantId: 't',
    integrationId: 'i',
    ownerTenantId: 't',
    type: 'rest',
    name: 'One',
    description: '',
    active: true,
    properties: {},
    secrets: {},
    ...change,
  },
});

const input = (...entries: readonly AuditEntry[]) => ({
  rows: entries.map(auditRow),
  tenantCount: 1,
  unread: [],
  at: AT,
});

describe('The audit report', () => {
  const sandbox = useSandbox();

  it('describes every integration of every tenant, without secrets', async () => {
    const { directory, secrets } = directoryOn(sandbox());
    const entries: AuditEntry[] = [];
    await scanIntegrations(
      directory,
      {
        tenant: (tenant, all) => {
          entries.push(...all.map((integration) => ({ tenantName: tenant.name, integration })));
        },
        integration: () => undefined,
      },
      { withSecrets: () => true },
    );
    const [markdown, csv] = [await auditMarkdown(input(...entries)), await auditCsv(input(...entries))];
    const lines = csv.trimEnd().split('\r\n');
    assert.equal(lines.length, entries.length + 1);
    assert.ok(secrets.size > 10);
    for (const value of secrets) assert.ok(!markdown.includes(value) && !csv.includes(value), value);
    const production =
      lines.find((line) => line.includes('"Acme Production"') && line.includes('"Support desk"')) ?? '';
    assert.match(production, /"zendesk".*"acme\.zendesk\.example","agent@acme\.example","Password","active"/);
    assert.match(production, /"2026-01-12","ended January 12, 2026"/);
    const staging = lines.find((line) => line.includes('"Salesforce staging org"')) ?? '';
    assert.match(staging, /"disabled".*"2027-02-20","ends February 20, 2027"/);
    const ended = markdown.indexOf('## Zendesk: ended January 12, 2026');
    const ending = markdown.indexOf('## Salesforce: ends February 20, 2027');
    assert.ok(ended > 0 && ending > ended, 'the nearest deadline first');
    const { created, createdBy } = entries[0]?.integration ?? assert.fail();
    assert.ok(created !== undefined && createdBy !== undefined && csv.includes(created) && csv.includes(createdBy));
  });

  it('names how an integration signs in', async () => {
    const authentication = async (change: Partial<AuditEntry['integration']>): Promise<string | undefined> =>
      (await auditCsv(input(entry(change)))).split('\r\n')[1]?.split('","')[7];
    assert.deepEqual(
      await Promise.all(
        [
          { properties: { username: 'u' }, secrets: { password: true } },
          { secrets: { token: true } },
          { properties: {} },
          { type: 'zendesk', properties: { username: 'a@b.example/token' }, secrets: { password: true } },
          { type: 'zendesk', properties: { username: 'a@b.example' }, secrets: { password: true } },
          { type: 'unheard-of', properties: {}, secrets: { apiKey: true } },
          { type: 'unheard-of', properties: {}, secrets: { apiKey: false } },
        ].map(authentication),
      ),
      ['User name and password', 'Token', 'None', 'API token', 'Password', 'apiKey', 'None'],
    );
  });

  it('lets no name become markup in Markdown, nor a formula in a spreadsheet', async () => {
    const hostile = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\u200b=1',
      ' =1',
      '\t=1',
      '＝1',
      '"=1',
      'a,b"c\r\nd',
      '[x](command:y)',
      '<b>|b',
    ];
    for (const name of hostile) {
      const csv = await auditCsv(input(entry({ name, properties: { username: name } }, name)));
      const cells = [...csv.matchAll(/"((?:[^"]|"")*)"[,\r]/g)].map(([, cell = '']) => cell);
      assert.equal(cells.length, 30, name);
      for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r＝]|[\r\n]/, name);
      const markdown = await auditMarkdown(input(entry({ name }, name)));
      const row = markdown.split('\n').find((line) => line.startsWith('|') && line.includes('REST')) ?? '';
      assert.equal(row.replaceAll(/\\./g, '').split('|').length, 12, row);
      assert.doesNotMatch(row.replaceAll(/\\./g, ''), /[[\]<>`]/, row);
    }
  });

  it('names what could not be read', async () => {
    const unread = [{ name: 'Globex *Retail*', reason: 'The request timed out.' }];
    const report = { ...input(entry({})), unread };
    assert.match(await auditMarkdown(report), /## Could not be read[^]*Globex \\\*Retail\\\*.*The request timed out\./);
    assert.match(await auditCsv(report), /"Globex \*Retail\*".*"could not be read".*"The request timed out\."\r\n$/);
  });
});
