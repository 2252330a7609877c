import assert from 'node:assert/strict';
import { parseJsoncValue } from '../../../src/core/base/jsonc';
import { removeProperty } from '../../../src/core/export/removeProperty';

const PATH = ['properties', 'url'];

describe('A property taken out of a file', () => {
  for (const [what, before, after] of [
    ['alone', '{ "properties": { "url": "x" } }', '{ "properties": {} }'],
    ['alone, with a comma after it', '{ "properties": { "url": "x", } }', '{ "properties": {} }'],
    [
      'first, with a comment on the next',
      '{\n  "properties": {\n    "url": "x",\n    // ask Ada\n    "user": "u"\n  }\n}\n',
      '{\n  "properties": {\n    // ask Ada\n    "user": "u"\n  }\n}\n',
    ],
    [
      'last, with a comment on the one before',
      '{\r\n  "properties": {\r\n    "user": "u", // ask Ada\r\n    "url": "x"\r\n  }\r\n}\r\n',
      '{\r\n  "properties": {\r\n    "user": "u" // ask Ada\r\n  }\r\n}\r\n',
    ],
    [
      'with a comment before its comma',
      '{ "properties": { "a": 1, "url": "x" /* kept */, "b": 2 } }',
      '{ "properties": { "a": 1,  /* kept */ "b": 2 } }',
    ],
    ['that is not there', '{ "properties": { "user": "u" } }', '{ "properties": { "user": "u" } }'],
  ] as const)
    it(`leaves all else as it is: ${what}`, () => {
      const text = removeProperty(before, PATH);
      assert.equal(text, after);
      assert.notEqual(parseJsoncValue(text), undefined);
    });
});
