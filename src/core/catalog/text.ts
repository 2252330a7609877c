import { cleaned } from '../base/displayText';
import { isStructured, type FieldSpec } from './model';

/** Whether a text has a line break or a tab, which no single-line value has. */
export function hasLineBreak(text: string): boolean {
  return /[\r\n\t\u2028\u2029]/u.test(text);
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
  if (field.secret || isStructured(field.kind)) return text;
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
