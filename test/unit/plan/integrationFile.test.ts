import assert from 'node:assert/strict';
import { integrationTypes } from '../../../src/core/catalog/registry';
import { hasFileErrors, type FileIssue } from '../../../src/core/plan/fileModel';
import { parseIntegrationFile, parseIntegrationFileInSlices } from '../../../src/core/plan/integrationFile';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import { readGeneratedFiles } from './generatedFiles';

const canary = 'canary-file-91c2d';

function file(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    type: 'zendesk',
    name: 'Support desk',
    active: true,
    properties: {
      endpointPrefix: 'https://acme.zendesk.com/api/v2',
      username: 'agent@acme.com/token',
      password: '${secret:acme-zendesk}',
      workItems: false,
    },
    targets: { dev: {}, prod: { active: false } },
    ...more,
  });
}

/** Codes of the issues, each with the text it points at. */
function placed(text: string, issues: readonly FileIssue[]): readonly string[] {
  return issues.map(({ code, range }) => `${code} ${text.slice(range.offset, range.offset + range.length)}`);
}

describe('An integration file', () => {
  it('is read whole, with comments and trailing commas', () => {
    const text = `// Our desk\n${file().replace('"active":true,', '"active":true, /* live */')}`.replace(/\}$/, ',}');
    const read = parseIntegrationFile(text);
    assert.deepEqual(
      placed(
        text,
        read.issues.filter(({ severity }) => severity === 'error'),
      ),
      [],
    );
    assert.equal(read.type, 'zendesk');
    assert.deepEqual(read.values, {
      name: 'Support desk',
      active: true,
      properties: {
        endpointPrefix: 'https://acme.zendesk.com/api/v2',
        username: 'agent@acme.com/token',
        workItems: false,
      },
      secrets: { password: { source: 'secret', name: 'acme-zendesk' } },
    });
    assert.deepEqual(
      read.targets.map(({ alias, values }) => [alias, values.active]),
      [
        ['dev', undefined],
        ['prod', false],
      ],
    );
  });

  it('never keeps a literal secret, and points at it', () => {
    const text = file({ properties: { password: canary, username: 'x', endpointPrefix: '', workItems: false } });
    const read = parseIntegrationFile(text);
    assert.ok(placed(text, read.issues).includes(`literalSecret "${canary}"`));
    assert.ok(!JSON.stringify(read).includes(canary));
  });

  it('refuses an address with a credential in it', () => {
    const text = file({ properties: { endpointPrefix: `https://u:${canary}@acme.zendesk.com/api/v2` } });
    const read = parseIntegrationFile(text);
    assert.ok(read.issues.some(({ code }) => code === 'literalSecret'));
    assert.ok(!JSON.stringify(read).includes(canary));
  });

  it('takes references for whole values of secret properties only', () => {
    const partly = file({ properties: { password: 'a-${secret:x}' } });
    assert.ok(placed(partly, parseIntegrationFile(partly).issues).includes('badReference "a-${secret:x}"'));
    const misplaced = file({ properties: { username: '${env:HOME}' } });
    assert.ok(placed(misplaced, parseIntegrationFile(misplaced).issues).includes('misplacedReference "${env:HOME}"'));
  });

  it('names the place of everything that is wrong', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['[1]', 'wrongType [1]'],
      ['{"type":"zendeskk","name":"x"}', 'unknownType "zendeskk"'],
      ['{"name":"x"}', 'missing {'],
      [file({ colour: 1 }), 'unknownKey "colour"'],
      [file({ properties: { nonsense: 1 } }), 'unknownProperty "nonsense"'],
      [file({ properties: { workItems: 'yes' } }), 'wrongType "yes"'],
      [file({ targets: { 'a b': {} } }), 'badAlias "a b"'],
      [file({ targets: { dev: true } }), 'wrongType true'],
      ['{"type":"rest","type":"rest","name":"x"}', 'duplicateKey "type"'],
      ['{"type":"rest","name":"x",,}', 'syntax ,'],
      [file({ properties: { endpointPrefix: 'nonsense' } }), 'rule "nonsense"'],
    ];
    for (const [text, expected] of cases) {
      const found = placed(text, parseIntegrationFile(text).issues);
      assert.ok(found.includes(expected), `${expected} is not among ${found.join(' | ')}`);
    }
  });

  it('offers the API’s spelling of a type that the documentation writes otherwise', () => {
    const found = parseIntegrationFile('{"type":"Zendesk","name":"x"}').issues.find(
      ({ code }) => code === 'unknownType',
    );
    assert.equal(found?.suggestion, 'zendesk');
  });

  it('is a diagnostic, and no hang, when it is huge, deep or hostile', () => {
    const hostile = [
      'x'.repeat(5 * 1024 * 1024),
      '['.repeat(200_000),
      '{"a":'.repeat(100_000),
      '{"__proto__":{"type":"rest"},"constructor":{},"type":"rest","name":"x"}',
      `{"type":"rest","name":"${'n'.repeat(100_000)}"}`,
      '{"type":"rest","name":"x","properties":{"__proto__":{"token":"t"}}}',
    ];
    for (const text of hostile) {
      const start = performance.now();
      const { issues } = parseIntegrationFile(text);
      assert.ok(issues.length > 0, text.slice(0, 40));
      assert.ok(performance.now() - start < 2000, text.slice(0, 40));
      for (const { range } of issues) assert.ok(range.offset >= 0 && range.offset + range.length <= text.length);
    }
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  it('says once what all its targets share, and of each target what is its own', () => {
    const targets = { dev: {}, staging: {}, prod: { properties: { endpointPrefix: 'ftp://b' } } };
    const { issues } = parseIntegrationFile(
      JSON.stringify({ type: 'rest', name: 'x', properties: { endpointPrefix: 'ftp://a' }, targets }),
    );
    const errors = issues.filter(({ severity }) => severity === 'error');
    assert.deepEqual(errors.map(({ alias }) => alias).sort(), ['dev', 'prod', 'staging']);
    const all = parseIntegrationFile(
      JSON.stringify({ type: 'rest', name: 'x', properties: { endpointPrefix: 'ftp://a' }, targets: { a: {}, b: {} } }),
    );
    assert.deepEqual(
      all.issues.filter(({ severity }) => severity === 'error').map(({ alias }) => alias),
      [undefined],
    );
  });

  it('with a thousand targets is read in slices, the same as in one go', async () => {
    const targets = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `t${index}`,
        { properties: { endpointPrefix: `https://t${index}.example` } },
      ]),
    );
    const text = JSON.stringify({ type: 'rest', name: 'x', properties: { username: 'u' }, targets });
    const reading = parseIntegrationFileInSlices(text);
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    const inSlices = await reading;
    clearInterval(count);
    assert.deepEqual(inSlices, parseIntegrationFile(text));
    assert.ok(turns > 0, 'nobody else had a turn');
  });

  it('is accepted for every type that the catalog knows', () => {
    for (const type of integrationTypes()) {
      const { issues } = parseIntegrationFile(JSON.stringify({ type: type.id, name: 'x' }));
      assert.ok(!issues.some(({ code }) => code === 'unknownType'), type.id);
    }
  });
});

describe('Generated files', () => {
  it('never throw, and every issue has a place inside the text', () => {
    readGeneratedFiles(1000);
  });
});

describe('The tenants file', () => {
  const id = '11111111-2222-3333-4444-555555555555';

  it('gives each alias its tenant', () => {
    const text = JSON.stringify({
      tenants: {
        dev: { tenantId: id, endpoint: 'https://api.cxengage.net/v1/' },
        prod: { tenantId: id, production: true },
      },
    });
    const { tenants, issues } = parseTenantsFile(text);
    assert.ok(!hasFileErrors(issues));
    assert.deepEqual(
      [...tenants.values()].map(({ alias, tenantId, endpoint, production }) => [alias, tenantId, endpoint, production]),
      [
        ['dev', id, 'https://api.cxengage.net', false],
        ['prod', id, undefined, true],
      ],
    );
  });

  it('names the place of everything that is wrong', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['3', 'wrongType 3'],
      ['{}', 'missing {'],
      ['{"tenants":[]}', 'wrongType []'],
      ['{"tenants":{"dev":{"tenantId":"x"}}}', 'badTenantId "x"'],
      ['{"tenants":{"dev":{}}}', 'badTenantId "dev"'],
      [
        `{"tenants":{"dev":{"tenantId":"${id}","endpoint":"http://evil.example"}}}`,
        'badEndpoint "http://evil.example"',
      ],
      [`{"tenants":{"dev":{"tenantId":"${id}","account":"x"}}}`, 'unknownKey "account"'],
    ];
    for (const [text, expected] of cases) {
      const found = placed(text, parseTenantsFile(text).issues);
      assert.ok(found.includes(expected), `${expected} is not among ${found.join(' | ')}`);
    }
  });
});
