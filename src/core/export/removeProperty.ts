import { createScanner, findNodeAtLocation, parseTree } from 'jsonc-parser';

/** SyntaxKind.CommaToken of jsonc-parser, whose enum has no value at run time. */
const COMMA = 5;

/** Where a comma is that comes next after an offset, comments in between; undefined where something else does. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  const token: number = scanner.scan();
  return token === COMMA ? scanner.getTokenOffset() : undefined;
}

/** A part of a text, with all of its line where nothing else is in it. */
function wholeLine(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const before = /(?:^|\n)[ \t]*$/u.exec(text.slice(0, start));
  const after = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(end));
  if (!before || !after) return { start, end };
  return { start: before.index + (before[0].startsWith('\n') ? 1 : 0), end: end + after[0].length };
}

/**
 * Takes a property out of a text of JSON with comments, with its comma. All comments stay, whomever they are about.
 * @returns the text as it is where it has no such property.
 */
export function removeProperty(text: string, path: readonly string[]): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const property = root && findNodeAtLocation(root, [...path])?.parent;
  const object = property?.parent;
  if (!property || !object) return text;
  const siblings = object.children ?? [];
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  const isAlone = comma === undefined || /^\s*$/u.test(text.slice(end, comma));
  const own = wholeLine(text, property.offset, comma !== undefined && isAlone ? comma + 1 : end);
  const previous = siblings[siblings.indexOf(property) - 1];
  const left = comma === undefined && previous ? commaAfter(text, previous.offset + previous.length) : undefined;
  const apart = comma !== undefined && !isAlone ? comma : left;
  const cuts = [own, ...(apart === undefined ? [] : [{ start: apart, end: apart + 1 }])];
  const cut = cuts
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, each) => rest.slice(0, each.start) + rest.slice(each.end), text);
  if (siblings.length > 1) return cut;
  const close = object.offset + object.length - 1 - (text.length - cut.length);
  return cut.slice(object.offset + 1, close).trim() === '' ? cut.slice(0, object.offset + 1) + cut.slice(close) : cut;
}
