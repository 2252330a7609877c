import assert from 'node:assert/strict';
import { parseJsoncValue } from '../../../src/core/base/jsonc';
import { FileWriter } from '../../../src/core/export/fileWriter';
import { insertProperties } from '../../../src/core/export/insertProperties';
import { addTenants } from '../../../src/core/export/tenantsFile';

const PROD = '"prod": { "tenantId": "2", "production": true }';

/** A tenants file whose last lines are these. */
function tenants(...lines: readonly string[]): string {
  return ['{', '  "tenants": {', ...lines.map((line) => `    ${line}`), '  }', '}', ''].join('\n');
}

function toWindows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

describe('A comment at the end of a line', () => {
  const next = ['"acme": {', '  "tenantId": "3"', '}'];
  for (const [what, before, after] of [
    ['a line comment', [`${PROD} // ask Jane`], [`${PROD}, // ask Jane`, ...next]],
    ['a line comment after a comma', [`${PROD}, // ask Jane`], [`${PROD}, // ask Jane`, ...next.with(2, '},')]],
    ['a block comment', [`${PROD} /* ask Jane */`], [`${PROD}, /* ask Jane */`, ...next]],
    ['a block comment after a comma', [`${PROD}, /* ask */`], [`${PROD}, /* ask */`, ...next.with(2, '},')]],
    ['two comments around a comma', [`${PROD} /* a */, // b`], [`${PROD} /* a */, // b`, ...next.with(2, '},')]],
    ['a block comment of two lines', [`${PROD} /* ask`, 'Jane */'], [`${PROD}, /* ask`, 'Jane */', ...next]],
    [
      'one on a property of several lines, and one on a line of its own',
      ['"prod": {', '  "tenantId": "2" // live', '} // ask Jane', '// the end'],
      ['"prod": {', '  "tenantId": "2" // live', '}, // ask Jane', ...next, '// the end'],
    ],
    ['a comment before a comma on the next line', [`${PROD} // ask Jane`, ','], [`${PROD}, // ask Jane`, ...next, ',']],
    ['none', [PROD], [`${PROD},`, ...next]],
    ['none, but a comma', [`${PROD},`], [`${PROD},`, ...next.with(2, '},')]],
  ] as const)
    for (const [ends, toText] of [
      ['LF', String],
      ['CRLF', toWindows],
    ] as const)
      it(`stays at its tenant, which keeps its form, when another is added: ${what}, ${ends}`, () => {
        const added = [{ tenantId: '3', name: 'Acme', isProduction: false }];
        const { text } = addTenants(toText(tenants(...before)), added);
        assert.equal(text, toText(tenants(...after)));
        assert.notEqual(parseJsoncValue(text), undefined);
      });

  it('stays where properties are added after one that shares its line', () => {
    for (const [before, after] of [
      ['{ "at": { "a": 1 /* of a */ } }', '{\n  "at": {\n    "a": 1, /* of a */\n    "b": 2,\n    "c": {}\n  }\n}'],
      ['{ "at": { "a": 1 // of a\n} }', '{\n  "at": {\n    "a": 1, // of a\n    "b": 2,\n    "c": {}\n  }\n}'],
      ['{\n  "at": { // of at\n  }\n}', '{\n  "at": { // of at\n    "b": 2,\n    "c": {}\n  }\n}'],
    ] as const)
      assert.equal(
        insertProperties(
          before,
          ['at'],
          [
            ['b', 2],
            ['c', {}],
          ],
        ).replaceAll(/\s+(?=[}\]])/gu, ' '),
        after.replaceAll(/\s+(?=[}\]])/gu, ' '),
      );
  });

  it('stays at its property where an object is made, with the indentation of the file', () => {
    const text = insertProperties('{\n\t"a": 1 // of a\n}\n', ['at'], [['b', 2]]);
    assert.equal(text, '{\n\t"a": 1, // of a\n\t"at": {\n\t\t"b": 2\n\t}\n}\n');
  });

  it('stays at its property where a file gets a key in between, and at the end', async () => {
    const writer = new FileWriter('{\n  "type": "rest", // of type\n  "active": false // of active\n}\n', 1, undefined);
    await writer.set(['name'], 'Orders');
    await writer.set(['properties', 'username'], 'u');
    await writer.set(['active'], true);
    assert.equal(
      writer.textWith([]),
      [
        '{',
        '  "type": "rest", // of type',
        '  "name": "Orders",',
        '  "active": true, // of active',
        '  "properties": {',
        '    "username": "u"',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('goes with the property after it where that is on its line', async () => {
    for (const before of [
      '{ "type": "rest" /* of type */, /* of active */ "active": false }\n',
      '{ "type": "rest", /* of active */ "active": false }\n',
      '{\n  "type": "rest", /* of active */ "active": false\n}\n',
      '{ /* of active */ "active": false }\n',
    ]) {
      const writer = new FileWriter(before, 1, undefined);
      await writer.set(['name'], 'Orders');
      const comment = before.includes('of type') ? ' /* of type */' : '';
      const type = before.includes('type"') ? `  "type": "rest"${comment},\n` : '';
      assert.equal(writer.textWith([]), `{\n${type}  "name": "Orders",\n  /* of active */ "active": false\n}\n`);
    }
  });
});
