import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displayLines, displayText, escapeMarkdown, fileNameOf, oneLine } from '../../../src/core/base/displayText';

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

  it('lose every character that is not seen, also beside others alone', () => {
    const isUnseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cs}\u2028\u2029]/u;
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      assert.equal(
        oneLine(`a${character}b`).includes(character),
        !isUnseen.test(character) && !/[^\S ]/u.test(character),
      );
    }
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

describe('displayText', () => {
  /** VS Code's own expressions for links and icons in a text (`parseLinkedText`, `labelWithIconsRegex`). */
  const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
  const ICON = /\$\([\w-]+(?:~\w+)?\)/;
  const ATTACKS = [
    'Desk [Session expired: sign in](command:workbench.action.terminal.new)',
    '[a](https://evil.example "title")',
    '[[a]](file:///etc/passwd)',
    '[a](command:x)[b](command:y)',
    '[a]\u200b(command:x)',
    '[a]\u061c(command:x)',
    '[a]\u{e0041}(command:x)',
    '[a]\u00ad\u180e\ufff9(command:x)',
    '$(trash) Shop $(sync~spin)',
    '$\u206a(trash)',
    '\\$(trash)',
  ];

  it('leaves nothing that VS Code makes a link or an icon of', () => {
    for (const text of ATTACKS) {
      assert.doesNotMatch(displayText(text), LINK, text);
      assert.doesNotMatch(displayText(text), ICON, text);
    }
    assert.equal(
      displayText('[a][ref] <command:x> <https://evil.example>'),
      '[a] [ref] < command:x> < https://evil.example>',
    );
    assert.equal(displayText('<img src=x> costs $5 (net), a [b] c'), '<img src=x> costs $5 (net), a [b] c');
  });

  it('removes every invisible character, and is idempotent', () => {
    const invisible =
      '\u0000\u001b\u007f\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u202e\u2028\u2066\u206a\u3164\ufeff\ufff9\u{e0020}\ud800';
    const piece = fc.oneof(
      fc.constantFrom(...ATTACKS, ...Array.from(invisible), '](', '$(', '<command:', 'ab'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const shown = displayText(pieces.join(''));
        assert.doesNotMatch(shown, LINK);
        assert.doesNotMatch(shown, ICON);
        assert.doesNotMatch(shown, /\p{Cc}|\u2028|\u2029|\p{Cs}/u);
        assert.doesNotMatch(shown.replace(/(?<=\p{Extended_Pictographic}.?.?)\u200d|\u200c|\u200d/gu, ''), /\p{Cf}/u);
        assert.ok(Array.from(shown).length <= 600);
        assert.equal(displayText(shown), shown);
      }),
    );
  });

  it('keeps no joiner beside a character that goes', () => {
    for (const text of ['\ufb50\u200c\u180e', '\u061c\u200d\u0628', '\u0628\u200c\u180e\u0628']) {
      const shown = displayText(text);
      assert.doesNotMatch(shown, /\p{Cf}/u);
      assert.equal(displayText(shown), shown);
    }
  });

  it('keeps emoji, and names in scripts that are joined or run from right to left', () => {
    for (const name of ['👩‍💻 Team', '🏳️‍🌈', '❤️', '👨🏽‍🚀', 'می‌خواهم', 'क्‍ष', 'שלום עולם', 'مرحبا بالعالم', '中文 Störung'])
      assert.equal(displayText(name), name);
    assert.equal(displayText('\u200fשלום\u200f \u202bעולם\u202c'), 'שלום עולם');
    assert.equal(displayText('pay\u200dload \u200cdesk'), 'payload desk');
  });

  it('is cut by whole characters', () => {
    const shown = displayText('👍'.repeat(1000), 80);
    assert.equal(Array.from(shown).length, 80);
    assert.ok(shown.endsWith('👍…'));
  });

  it('keeps the lines of a dialog apart, and not more than fit', () => {
    assert.equal(displayLines('[a](command:x)\n\n- b\u202e'), '[a] (command:x)\n\n- b');
    assert.equal(displayLines('a\n'.repeat(1000), 3), 'a\na\na');
  });
});
