import assert from 'node:assert/strict';
import { noIcons } from '../../../src/core/base/displayText';
import fc from 'fast-check';
import { escapeMarkdown, fileNameOf, oneLine } from '../../../src/core/base/markdownText';

describe('names from the server', () => {
  it('become one line without characters that reorder or hide text', () => {
    assert.equal(oneLine('  Support\r\n\tdesk\u0000 \u202Egnp.exe\u2066 \u200Bend '), 'Support desk gnp.exe end');
    assert.equal(oneLine('\u202E'), '');
  });

  it('are cut to their place, whole characters only, and not read further than that', () => {
    const long = oneLine('𝒳'.repeat(10_000), 20);
    assert.equal(Array.from(long).length, 20);
    assert.ok(long.endsWith('𝒳…'));
    // Read whole, it would be “end”; and a name of a million characters would cost a million steps.
    assert.equal(oneLine(`${' '.repeat(1_000_000)}end`, 20), '…');
  });

  it('lose nothing when they are harmless', () => {
    assert.equal(oneLine('Störung – “Ärger” & Co. 中文'), 'Störung – “Ärger” & Co. 中文');
  });

  it('hold no markup in markdown, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        assert.doesNotMatch(escapeMarkdown(text).replace(/&#\d{2,3};/g, ''), /[!-/:-@[-`{-~\n\r]/);
      }),
    );
  });

  it('read in markdown as they were written', () => {
    const shown = (text: string): string =>
      escapeMarkdown(text).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    for (const text of [
      '![x](https://evil.example/p.png)',
      '<img src=x onerror=alert(1)>',
      '`a` **b** _c_ [d](command:e)',
      'https://evil.example',
      'a|b\\c',
    ])
      assert.equal(shown(text), text);
  });

  it('make file names that stay in their folder', () => {
    assert.equal(fileNameOf('../../etc/passwd'), '-..-etc-passwd');
    assert.equal(fileNameOf('a/b\\c:d?e#f%g'), 'a-b-c-d-e-f-g');
    assert.equal(fileNameOf('\u202E'), '-');
    assert.ok(Array.from(fileNameOf('x'.repeat(10_000))).length <= 80);
  });
});

describe('noIcons', () => {
  it('keeps what looks like an icon a text, in quick picks and the status bar', () => {
    assert.equal(noIcons('$(trash) Shop $(sync~spin)'), '$\u200d(trash) Shop $\u200d(sync~spin)');
    assert.equal(noIcons('costs $5 (net)'), 'costs $5 (net)');
  });
});
