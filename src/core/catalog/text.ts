import type { FieldSpec } from './model';

/**
 * Characters that come along with pasted text and cannot be seen: soft hyphen, zero-width characters, direction marks,
 * word joiner, byte order mark, controls. A no-break space counts too, because it looks like a space and is not one.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00A0\u00AD\u061C\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF\uFFF9-\uFFFB]/gu;

/** Spaces of other widths become a space; every other invisible character is removed. */
const WIDE_SPACE = /^[\u00A0\u2000-\u200A\u202F\u205F\u3000]$/u;

/** The first invisible character of a text as `U+200B`; undefined when there is none. */
export function invisibleCharacter(text: string): string | undefined {
  INVISIBLE.lastIndex = 0;
  const found = INVISIBLE.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a text has a line break or a tab, which no single-line value has. */
export function hasLineBreak(text: string): boolean {
  return /[\r\n\t\u2028\u2029]/u.test(text);
}

/** The text as it was most likely meant: no invisible characters, one line, no space around it. */
export function cleaned(text: string): string {
  return text
    .replace(INVISIBLE, (character) => (WIDE_SPACE.test(character) ? ' ' : ''))
    .replace(/[\r\n\t]/gu, ' ')
    .trim();
}

function withoutLineBreakAtEnd(value: string): string {
  let end = value.length;
  while (end > 0 && (value[end - 1] === '\n' || value[end - 1] === '\r')) end -= 1;
  return value.slice(0, end);
}

/**
 * The one form in which a value is shown, tested and sent. Spaces around a value are cut off, letters are composed
 * (NFC), and a URL gets the slashes that every program reads its backslashes as. A password keeps its spaces, because
 * they may belong to it; only the line break that copying a whole line brings along is cut off.
 */
export function normalize(field: Pick<FieldSpec, 'kind' | 'secret' | 'keepsSpaces'>, value: string): string {
  if (field.keepsSpaces) return withoutLineBreakAtEnd(value);
  const text = value.trim();
  if (field.secret || field.kind === 'json') return text;
  return field.kind === 'url' ? text.replaceAll('\\', '/').normalize('NFC') : text.normalize('NFC');
}

/** `normalize` for names and descriptions, which are not fields of a type. */
export function normalizeText(value: string): string {
  return value.trim().normalize('NFC');
}

/** Letters of other scripts that look like Latin ones, each before its Latin twin. */
const LOOKALIKES = new Map(
  'аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdһhԛqԝwαaεeιiκkνvοoρpτtυuχx'
    .match(/../gu)
    ?.map((pair): [string, string] => [pair.slice(0, 1), pair.slice(1)]),
);

/** What a person sees of a name: two names with the same outline are easily taken for one another. */
export function outline(name: string): string {
  return cleaned(name.normalize('NFKC'))
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[\u0370-\u052F]/gu, (letter) => LOOKALIKES.get(letter) ?? letter);
}
