import assert from 'node:assert/strict';
import { pastedToken, pastedValue } from '../../../src/core/api/pastedCredential';
import { tokenText } from '../../../src/core/api/session';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_==';

describe('A pasted credential', () => {
  for (const text of [
    TOKEN,
    `  ${TOKEN}\n`,
    `\ufeff${TOKEN}\u200b`,
    `Token ${TOKEN}`,
    `token\t${TOKEN}`,
    `Bearer ${TOKEN}`,
    `"${TOKEN}"`,
    `'${TOKEN}'`,
    `“${TOKEN}”`,
    `‘${TOKEN}’`,
    `„${TOKEN}“`,
    `«${TOKEN}»`,
    `\`${TOKEN}\``,
    `\`\`\`\n${TOKEN}\n\`\`\``,
    `"Token ${TOKEN}"`,
    `Token "${TOKEN}"`,
    `Authorization: Token ${TOKEN}`,
    `authorization:Bearer ${TOKEN}`,
    `-H 'Authorization: Token ${TOKEN}'`,
    `"Authorization": "Token ${TOKEN}",`,
    `"token": "${TOKEN}",`,
    `{"token":"${TOKEN}","ttl":86400}`,
    `token=${TOKEN}`,
    `"${TOKEN}`,
    `${TOKEN}",`,
  ])
    it(`gives the token of ${JSON.stringify(text.replace(TOKEN, 'x'))}`, () => {
      assert.equal(pastedToken(text), TOKEN);
      assert.equal(tokenText(text), TOKEN);
    });

  it('is not a token when spaces or letters outside of ASCII are in it', () => {
    for (const text of ['', 'a b', 'two\nlines', 'tokén', '"', '{"ttl":1}x y'])
      assert.throws(() => tokenText(text), /not a token/, text);
  });

  it('gives a key or secret without what was copied along', () => {
    for (const text of [
      'abc',
      ' abc ',
      'abc\r\n',
      '"abc"',
      '“abc”',
      '`abc`',
      ' "abc" ',
      '\u200babc\ufeff',
      '\'"abc"\'',
    ])
      assert.equal(pastedValue(text), 'abc', text);
  });

  it('keeps quotation marks and words that belong to a key or secret', () => {
    for (const text of ['a"b', '"abc', "it's", 'Token abc', '"', '""']) assert.equal(pastedValue(text), text);
  });

  it('reads 64 KB of quotation marks or labels in no time', () => {
    const start = performance.now();
    for (const text of ['"'.repeat(65_536), 'token '.repeat(10_000), `${' '.repeat(65_536)}x`]) {
      pastedValue(text);
      pastedToken(text);
    }
    assert.ok(performance.now() - start < 1000);
  });
});
