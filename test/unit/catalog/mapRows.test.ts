import assert from 'node:assert/strict';
import { mapOf, readRows, rowsText } from '../../../src/core/catalog/mapRows';
import { integrationType } from '../../../src/core/catalog/registry';
import { changedProperties } from '../../../src/core/catalog/wire';

const stored = {
  accountSid: 'AC1',
  region: 'ie1',
  extensionPrefix: '12345',
  globalDialParams: { Timeout: '45', 'X-Campaign_Id': 'dev' },
};

describe('Dial parameters as rows', () => {
  const type = integrationType('twilio', stored, { authToken: true });
  const before = type.toValues(stored, { authToken: true });
  const changed = (rows: readonly (readonly [string, string])[]) =>
    changedProperties(type, before, { ...before, globalDialParams: JSON.stringify(rows) }).properties;

  it('are read as they are stored, and nothing changes until somebody does', () => {
    assert.equal(before.globalDialParams, '[["Timeout","45"],["X-Campaign_Id","dev"]]');
    assert.deepEqual(changedProperties(type, before, before), { properties: {}, secrets: {} });
  });

  it('are sent whole, names with their case, without rows that are empty', () => {
    assert.deepEqual(
      changed([
        ['Timeout', '60'],
        ['', ''],
        ['timeout', '1'],
      ]),
      { globalDialParams: { Timeout: '60', timeout: '1' } },
    );
  });

  it('are really removed, the last one too', () => {
    assert.deepEqual(changed([['Timeout', '45']]), { globalDialParams: { Timeout: '45' } });
    assert.deepEqual(changed([]), { globalDialParams: {} });
  });

  it('hold whatever name somebody gives them', () => {
    for (const name of ['__proto__', 'constructor', 'a"b', 'ñ', '=HYPERLINK()']) {
      const text = rowsText(mapOf([[name, 'v']]));
      assert.deepEqual(readRows(text), [[name, 'v']]);
    }
  });

  it('are nothing where the text is something else', () => {
    for (const text of ['{"a":1}', '[1]', '[["a"]]', '"text"', '{"a":{"b":"c"}}', 'nonsense'])
      assert.equal(readRows(text), undefined, text);
  });
});
