import assert from 'node:assert/strict';
import { MAX_PASTE_BYTES } from '../../../../src/form/paste/model';
import { paste } from './support';

const MAX_MS = 100;

/** What readers give a meaning to; random texts are made of these. */
export const PIECES = [
  'curl ',
  'curl.exe ',
  '-u',
  '-H',
  '--next',
  '--user=',
  ' -d ',
  "'",
  '"',
  "$'",
  '$"',
  '\\',
  ' ',
  '\n',
  '\\\n',
  '^\n',
  '`\n',
  '`',
  ':',
  '@',
  '/',
  '?',
  '#',
  '=',
  '&',
  ';',
  '|',
  '>',
  '<',
  '<<EOF',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '{{',
  '}}',
  '%',
  '%A%',
  '%%',
  '^',
  '$',
  '$A',
  '${',
  '$(',
  '\\x',
  'U',
  '“',
  '”',
  '—',
  '‚',
  'x',
  '.',
  'a.b',
  'https://',
  'https://a.b',
  'https:',
  'http:\\\\',
  '"item"',
  '"request"',
  '"url"',
  ',',
  '@{',
  'Invoke-RestMethod ',
  '-Headers ',
  '-Uri ',
  '```',
  'A=',
  'export ',
  'bash -c ',
  'Authorization: ',
  'Basic ',
  'Bearer ',
  '\u200b',
  '\ue000',
];

/** Declares the test of how long a paste takes. @param step every so many of the texts. */
export function describePasteTimes(step: number): void {
  describe('A hostile paste', () => {
    it('takes no longer than a tenth of a second for 64 KB of anything', () => {
      const slow: string[] = [];
      const starts = [
        '',
        'curl ',
        'curl https://a.b/',
        'curl -H "',
        "curl -u '",
        'curl.exe ',
        'Invoke-RestMethod ',
        '{"url":"',
        'A=',
        'curl https://',
        'x\ncurl \\\n',
        '$(',
      ];
      const filler = [
        ...PIECES,
        'A=$A$A;',
        '$(curl ',
        'x=curl\n',
        'curl x\n',
        '{"item":[',
        '[',
        '-d "a":',
        '[1-2]',
        '{a,b}',
        ';a=',
        '%41',
        ' -b a',
        '<a',
        'PS C:\\',
        '$a = "b"\n',
      ];
      const texts = starts.flatMap((start) => filler.map((piece) => [start, piece] as const));
      for (const [start, piece] of texts.filter((_text, index) => index % step === 0)) {
        const text = `${start}${piece.repeat(MAX_PASTE_BYTES)}`;
        let cut = text.slice(0, MAX_PASTE_BYTES);
        while (Buffer.byteLength(cut) > MAX_PASTE_BYTES) cut = cut.slice(0, Math.floor(cut.length / 2));
        // Time of the processor: other programs of a busy machine do not count. What is slow is slow each time.
        const times = Array.from({ length: 3 }, () => 0);
        for (let run = 0; run < times.length; run += 1) {
          const before = process.cpuUsage();
          paste(cut);
          const { user, system } = process.cpuUsage(before);
          times[run] = (user + system) / 1000;
          if ((times[run] ?? 0) <= MAX_MS) break;
        }
        if (times.every((took) => took > MAX_MS)) slow.push(`${JSON.stringify(start + piece)}: ${times.join(', ')} ms`);
      }
      assert.deepEqual(slow, []);
    }).timeout(60_000);
  });
}
