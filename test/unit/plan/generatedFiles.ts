// Texts that may be an integration file, a half one, or none.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileIssue } from '../../../src/core/plan/fileModel';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';

const part = fc.constantFrom(
  '"type": "zendesk"', '"type": "rest"', '"type": 1', '"name": "x"', '"properties": {', '"targets": {', '"dev": {}', '"password": "p"',
  '"password": "${secret:a}"', '"endpointPrefix": "http://u:p@a"', '"__proto__": {}', '"constructor": []', '"\\u0000": "\\ud800"',
  '}', '{', '[', ']', ',', ',', '// c\n', '/*', '\u2028', '"tenants": {', '"tenantId": "x"', '\r\n', '"toString": "${env:toString}"',
  '\ufeff', '"dev": { "properties": {', '"active": null', '\ud83d', '1e999',
); // oxfmt-ignore

/** A file that parses but for what a person may have mistyped in one place. */
const broken = fc
  .tuple(
    fc.record({
      type: fc.constantFrom('rest', 'zendesk', 'REST', 'salesforce', ''),
      name: fc.string(),
      properties: fc.dictionary(
        fc.constantFrom('endpointPrefix', 'username', 'password', 'token', '__proto__', 'novelty', 'workItems'),
        fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.constant('${secret:a}'), fc.constant('${x}')),
      ),
      targets: fc.dictionary(
        fc.constantFrom('dev', 'prod', '', ' ', 'a/b'),
        fc.constantFrom({}, [], { active: 1 }, null),
      ),
    }),
    fc.nat(400),
    fc.nat(3),
    fc.string({ maxLength: 3 }),
  )
  .map(([file, at, cut, insert]) => {
    const text = JSON.stringify(file, undefined, 2);
    return text.slice(0, at) + insert + text.slice(at + cut);
  });

const parts = fc
  .tuple(fc.array(fc.oneof(part, fc.string({ maxLength: 6 })), { maxLength: 30 }), fc.boolean())
  .map(([all, isWhole]) => (isWhole ? `{${all.join('')}}` : all.join('')));

function checkPlaces(text: string, issues: readonly FileIssue[]): void {
  for (const { code, range } of issues)
    assert.ok(
      range.offset >= 0 && range.length >= 0 && range.offset + range.length <= text.length,
      `${code} at ${range.offset}+${range.length} of ${text.length}: ${text}`,
    );
}

/** Reads so many generated files: none throws, and every diagnostic has a place inside the text. */
export function readGeneratedFiles(count: number): void {
  fc.assert(
    fc.property(fc.oneof(parts, broken), (text) => {
      checkPlaces(text, parseIntegrationFile(text).issues);
      checkPlaces(text, parseTenantsFile(text).issues);
    }),
    { numRuns: count },
  );
}
