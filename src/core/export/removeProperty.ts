import { applyEdits, createScanner, findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { TextRange } from '../base/jsonc';
import { COMMA } from './jsonTokens';

/** Where a comma is that comes next after an offset, comments in between; undefined where something else does. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  const token: number = scanner.scan();
  return token === COMMA ? scanner.getTokenOffset() : undefined;
}

/** A part of a text, with all of its line where nothing else is in it. */
function wholeLine(text: string, start: number, end: number): TextRange {
  const before = /(?:^|\n)[ \t]*$/u.exec(text.slice(0, start));
  const after = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(end));
  if (!before || !after) return { offset: start, length: end - start };
  const offset = before.index + (before[0].startsWith('\n') ? 1 : 0);
  return { offset, length: end + after[0].length - offset };
}

function withoutParts(text: string, parts: readonly TextRange[]): string {
  return applyEdits(
    text,
    parts.map((part) => ({ ...part, content: '' })),
  );
}

/**
 * The parts of a text of JSON with comments to delete for a property and its comma to be gone. They hold no comment of
 * another property.
 * @returns none where the text has no such property.
 */
export function partsOfProperty(text: string, path: readonly string[]): readonly TextRange[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const property = root && findNodeAtLocation(root, [...path])?.parent;
  const object = property?.parent;
  if (!property || !object) return [];
  const siblings = object.children ?? [];
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  const isAlone = comma === undefined || /^\s*$/u.test(text.slice(end, comma));
  const own = wholeLine(text, property.offset, comma !== undefined && isAlone ? comma + 1 : end);
  const previous = siblings[siblings.indexOf(property) - 1];
  const left = comma === undefined && previous ? commaAfter(text, previous.offset + previous.length) : undefined;
  const apart = comma !== undefined && !isAlone ? comma : left;
  const parts = [own, ...(apart === undefined ? [] : [{ offset: apart, length: 1 }])];
  if (siblings.length > 1) return parts;
  const inner = { offset: object.offset + 1, length: object.length - 2 };
  const cut = withoutParts(text, parts);
  const isEmpty = cut.slice(inner.offset, inner.offset + inner.length - (text.length - cut.length)).trim() === '';
  return isEmpty ? [inner] : parts;
}

/**
 * Takes a property out of a text of JSON with comments, with its comma. All comments stay, whomever they are about.
 * @returns the text as it is where it has no such property.
 */
export function removeProperty(text: string, path: readonly string[]): string {
  return withoutParts(text, partsOfProperty(text, path));
}
