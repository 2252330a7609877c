import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

describe('The JSON schemas', () => {
  it('match the catalog', () => {
    assert.equal(execFileSync(process.execPath, ['scripts/schemas.mjs', '--check'], { encoding: 'utf8' }), '');
  });

  it('name every type, and no choice that exists in the form only', () => {
    const schema = readFileSync('schemas/integration.schema.json', 'utf8');
    for (const type of ['rest', 'salesforce', 'zendesk', 'twilio'])
      assert.ok(schema.includes(`"#/definitions/${type}"`));
    assert.ok(!schema.includes('authMethod'));
  });
});
