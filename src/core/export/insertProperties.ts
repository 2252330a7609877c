import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { JsonValue } from '../base/json';
import { propertyLines, setProperty } from './setProperty';

/**
 * Adds properties at the end of an object in a text of JSON with comments, all of them new. The bytes are those of adding
 * one after the other, which reads the whole text for each.
 * @param path of the object, which is made where the text has none.
 */
export function insertProperties(
  text: string,
  path: readonly string[],
  entries: readonly (readonly [string, JsonValue])[],
): string {
  const [first, ...others] = entries;
  if (!first) return text;
  const [firstKey, firstValue] = first;
  const firstPath = [...path, firstKey];
  const begun = setProperty(text, firstPath, firstValue);
  const root = parseTree(begun, [], { allowTrailingComma: true });
  const property = root && findNodeAtLocation(root, firstPath)?.parent;
  if (!property) return begun;
  // A new property begins a line: with the line break and the indentation that the text has.
  const before = begun.slice(0, property.offset);
  const lead = before.slice(before.trimEnd().length);
  const added = others.map(([key, value]) => `,${propertyLines(key, value, lead)}`);
  const end = property.offset + property.length;
  return begun.slice(0, end) + added.join('') + begun.slice(end);
}
