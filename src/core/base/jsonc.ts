import { parseTree, type Node } from 'jsonc-parser';
import type { JsonValue } from './json';

/** A place in a text, in UTF-16 code units from its start. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** One property of an object in a file. */
export interface JsoncProperty {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: Node;
}

/** A node's place in the text. */
export function rangeOf(node: Node): TextRange {
  return { offset: node.offset, length: node.length };
}

/** The properties of an object, in the order of the text; none for any other value or an unfinished property. */
export function propertiesOf(node: Node | undefined): readonly JsoncProperty[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name: unknown = key?.value;
    return key && value && typeof name === 'string' ? [{ key: name, keyRange: rangeOf(key), value }] : [];
  });
}

/**
 * The JSON value of a node. The library's own makes objects by assignment, where a key `__proto__` changes the object
 * instead of becoming a property.
 */
export function valueOfNode(node: Node): JsonValue {
  if (node.type === 'array') return (node.children ?? []).map(valueOfNode);
  if (node.type === 'object')
    return Object.fromEntries(propertiesOf(node).map(({ key, value }) => [key, valueOfNode(value)]));
  const value: unknown = node.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** The value of a text of JSON with comments; undefined where it has none. Errors are passed over: for files just read or written. */
export function parseJsoncValue(text: string): JsonValue | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root && valueOfNode(root);
}
