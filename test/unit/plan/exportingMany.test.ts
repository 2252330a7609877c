import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, modify } from 'jsonc-parser';
import { integrationFileText, type ExportedTarget } from '../../../src/core/export/integrationFile';
import { insertProperties } from '../../../src/core/export/insertProperties';
import { addTenants } from '../../../src/core/export/tenantsFile';
import { parseJsoncValue } from '../../../src/core/base/jsonc';

/** Copies of one integration of which no two are alike. */
function copies(count: number, path = ''): readonly ExportedTarget[] {
  return Array.from({ length: count }, (_, index) => ({
    alias: `tenant-${index}`,
    integration: {
      accountId: 'a',
      tenantId: `t${index}`,
      integrationId: `i${index}`,
      ownerTenantId: `t${index}`,
      type: 'rest',
      name: 'Orders',
      description: '',
      active: index % 2 === 0,
      properties: { endpointPrefix: `https://t${index}.example/${path}`, username: `u${index}` },
      secrets: { password: true },
    },
  }));
}

/** As the library adds a property, which knows no tabs. */
const FORMATTING = { insertSpaces: true, tabSize: 2, eol: '\n' };

const OPTIONS = { isSameSecret: () => false };

describe('Exporting for very many tenants', () => {
  it('writes a file of a thousand tenants in no time, and the same again', async function () {
    this.timeout(5000);
    const made = await integrationFileText(copies(1000), OPTIONS);
    assert.deepEqual(parseJsoncValue(made?.text ?? ''), {
      type: 'rest',
      name: 'Orders',
      targets: Object.fromEntries(
        copies(1000).map(({ alias, integration: { active, properties } }) => [
          alias,
          { active, properties: { ...properties, password: `\${secret:orders-password-${alias}}` } },
        ]),
      ),
    });
    assert.equal(
      (await integrationFileText(copies(1000), { ...OPTIONS, existing: made?.text ?? '' }))?.text,
      made?.text,
    );
  });

  it('gives way to others while it changes a long file, and ends when it is cancelled', async () => {
    const existing = (await integrationFileText(copies(200), OPTIONS))?.text ?? '';
    const cancelling = new AbortController();
    const changing = integrationFileText(copies(200, 'new'), { ...OPTIONS, existing, signal: cancelling.signal });
    setImmediate(() => {
      cancelling.abort();
    });
    await assert.rejects(changing, { name: 'AbortError' });
  });

  it('adds thousands of tenants to the tenants file in no time', function () {
    this.timeout(5000);
    const tenants = Array.from({ length: 4000 }, (_, index) => ({
      tenantId: `id-${index}`,
      name: `Tenant ${index}`,
      endpoint: 'https://api.cxengage.net',
      isProduction: index % 2 === 0,
    }));
    assert.equal(addTenants(undefined, tenants).aliases.length, 4000);
  });

  it('adds properties in the bytes of adding them one by one', () => {
    const value = fc.constantFrom('x', 1, true, {}, [], { a: 'b' }, { a: { b: {} }, c: [1, { d: 2 }] });
    const entries = (prefix: string) =>
      fc.uniqueArray(
        fc.tuple(
          fc.nat(20).map((each) => `${prefix}${each}`),
          value,
        ),
        { selector: ([key]) => key, maxLength: 5 },
      );
    const written = fc
      .tuple(entries('old-'), fc.boolean(), fc.constantFrom(0, 2, 4, '\t'), fc.boolean(), fc.constantFrom('', ' // c'))
      .map(([old, hasObject, indent, isWindows, comment]) => {
        const text = JSON.stringify({ b: 1, ...(hasObject ? { at: Object.fromEntries(old) } : {}) }, undefined, indent);
        const lines = text.replaceAll(',\n', `,${comment}\n`);
        return isWindows ? lines.replaceAll('\n', '\r\n') : lines;
      });
    fc.assert(
      fc.property(written, entries(''), (text, added) => {
        const oneByOne = added.reduce(
          (before, [key, each]) =>
            text.includes('\t')
              ? insertProperties(before, ['at'], [[key, each]])
              : applyEdits(before, modify(before, ['at', key], each, { formattingOptions: FORMATTING })),
          text,
        );
        assert.equal(insertProperties(text, ['at'], added), oneByOne);
      }),
      { numRuns: 500 },
    );
  });
});
