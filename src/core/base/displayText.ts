// The one gate for text that people read: names, labels and messages come from servers, files and settings. `displayText`
// is what a sink (notification, list, title, row …) shows; `oneLine` shortens a name before it goes into a sentence.

/** What is not seen: formats, and what is to be ignored by default. */
const UNSEEN = '[\\p{Cf}\\p{DI}]';
/** Between letters of these scripts a joiner or non-joiner changes how a word is written, so it stays. */
const JOINING =
  `(?!${UNSEEN})` +
  '[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mong}\\p{scx=Nkoo}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}' +
  '\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}]';
const EMOJI = '\\p{Extended_Pictographic}[\\u{1f3fb}-\\u{1f3ff}]?\\ufe0f?';

/**
 * Every character that is not seen, or that reorders or hides what is beside it. The first group holds the few that a
 * script or an emoji needs: a joiner between two pictures or two letters of a joining script, and an emoji's variant.
 */
const INVISIBLE = [
  `(\\u200d(?<=${EMOJI}\\u200d)(?=\\p{Extended_Pictographic})`,
  `[\\u200c\\u200d](?<=${JOINING}[\\u200c\\u200d])(?=${JOINING})`,
  '[\\ufe0e\\ufe0f](?<=\\p{Emoji}[\\ufe0e\\ufe0f]))',
  UNSEEN,
].join('|');
let madeInvisible: RegExp | undefined;
/** Made with the first text that needs it: V8 takes 3 ms, and the first rows wait for this file. */
const invisible = (): RegExp => (madeInvisible ??= new RegExp(INVISIBLE, 'gu'));

const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;
/** ASCII, letters of Latin scripts, and marks such as “·” and “…”: nearly all texts, of which each character is seen. */
const ALL_SEEN = /^[\x20-\x7e\xa0-\xac\xae-\u024f\u2013-\u2026\u2605]*$/;
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * Takes out of a text what is not seen: controls and line ends become spaces, direction marks, zero-width characters
 * and tags go. Emoji and names in scripts that need joiners stay as they are.
 */
export function withoutInvisible(text: string): string {
  // A report has 200,000 texts, and the patterns below take V8 some milliseconds at their first use.
  if (ALL_SEEN.test(text)) return text;
  return text.replace(CONTROL, ' ').replace(invisible(), '$1').replace(LONE_SURROGATE, '\ufffd');
}

/** Controls that no value has, line breaks and tabs aside. */
const STRAY_CONTROL = /(?![\t\n\r])\p{Cc}/gu;
/** Spaces of other widths, which look like a space and are none; and separators of lines that no keyboard has. */
const OTHER_SPACE = /[^\S\t\n\r\u0020]/gu;

/**
 * The first character of a typed or pasted value that is not seen, or is not the space it looks like, as `U+200B`;
 * undefined when there is none.
 */
export function invisibleCharacter(text: string): string | undefined {
  const found = [STRAY_CONTROL, OTHER_SPACE, invisible()]
    .flatMap((pattern) => [...text.matchAll(pattern)].filter(([, isNeeded]) => isNeeded === undefined).slice(0, 1))
    .sort((a, b) => a.index - b.index)[0];
  const code = found?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A typed or pasted value as it was most likely meant: no invisible characters, one line, no space around it. */
export function cleaned(text: string): string {
  return text.replace(STRAY_CONTROL, '').replace(invisible(), '$1').replace(/\s/gu, ' ').trim();
}

/** Breaks what VS Code makes links (`[text](target)`, `[text][ref]`, `<command:…>`) and icons (`$(name)`) of. */
function withoutMarkup(text: string): string {
  return text
    .replace(/\](?=[[(])/g, '] ')
    .replace(/<(?=[a-z][a-z\d+.-]*:)/gi, '< ')
    .replaceAll('$(', '$ (');
}

function fit(text: string, max: number, clean: (text: string) => string): string {
  // Cut first, roughly: a name of a million characters must not cost a million steps for every row it is in.
  const near = text.length > max * 4 ? text.slice(0, max * 4).replace(/[\ud800-\udbff]$/, '') : text;
  const flat = clean(near).replace(/\s+/gu, ' ').trim();
  if (flat.length <= max && near.length === text.length) return flat;
  const characters = Array.from(flat);
  if (characters.length <= max && near.length === text.length) return flat;
  const kept = characters.slice(0, max - 1).join('');
  return `${kept.trimEnd()}…`;
}

/**
 * Shortens a name from outside for a sentence: one line, nothing invisible, at most `max` characters (an ellipsis
 * stands for the rest). The sink that shows the sentence still applies `displayText`.
 */
export function oneLine(text: string, max = 120): string {
  return fit(text, max, withoutInvisible);
}

/**
 * A text as any sink may show it: one line in reading order, at most `max` characters, without a link or an icon.
 * Safe to apply twice.
 */
export function displayText(text: string, max = 600): string {
  return fit(text, max, (near) => withoutMarkup(withoutInvisible(near)));
}

/** The same for a text of several lines, such as the detail of a dialog. */
export function displayLines(text: string, maxLines = 60): string {
  const lines = text.slice(0, maxLines * 600).split('\n');
  return lines
    .slice(0, maxLines)
    .map((line) => displayText(line))
    .join('\n');
}

/**
 * Text for a MarkdownString that shows it exactly as it is: every ASCII punctuation mark becomes a character
 * reference, so that neither markup, images, HTML nor bare addresses are recognized in it.
 */
export function escapeMarkdown(text: string, max = 300): string {
  return oneLine(text, max).replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/**
 * Text for a cell of a Markdown document that is also read as source: marks that begin markup, a link, a mention or an emoji
 * get a backslash, all others stay as they are.
 */
export function escapeMarkdownCell(text: string, max = 300): string {
  return oneLine(text, max).replace(/[\\`*_~[\]<>|&!$:@#]|(?<=www)\./gi, '\\$&');
}

/** A row of a table in a Markdown document; of each cell at most 500 characters. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escapeMarkdownCell(cell, 500)).join(' | ')} |`;
}

/** A name as part of a path, for the title of a tab: no slashes, no colons, no leading dots, at most 80 characters. */
export function fileNameOf(text: string): string {
  const name = oneLine(text, 80)
    .replace(/[/\\:*?"<>|#%]+/g, '-')
    .replace(/^\.+/, '');
  return name === '' ? '-' : name;
}
