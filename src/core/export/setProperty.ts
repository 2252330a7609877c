import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  format,
  modify,
  parseTree,
  type FormattingOptions,
  type Node,
} from 'jsonc-parser';
import type { JsonValue } from '../base/json';
import { BLOCK_COMMENT, CLOSE_BRACE, COMMA, END_OF_FILE, LINE_BREAK, LINE_COMMENT, WHITESPACE } from './jsonTokens';

const FORMATTING: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** What comes after a property on its line. */
interface Tail {
  /** Where the last comment ends that is about the property. */
  readonly end: number;
  /** Also about the next property. */
  readonly hasComments: boolean;
  readonly hasComma: boolean;
  /** Nothing else comes after it on the line. */
  readonly endsLine: boolean;
}

function tailAt(text: string, offset: number): Tail {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  let start = offset;
  let end = offset;
  let hasComments = false;
  const skipComments = (): number => {
    for (;;) {
      const token: number = scanner.scan();
      if (token === LINE_COMMENT || token === BLOCK_COMMENT) {
        end = scanner.getTokenOffset() + scanner.getTokenLength();
        hasComments = true;
      } else if (token !== WHITESPACE) return token;
    }
  };
  let next = skipComments();
  const hasComma = next === COMMA;
  if (hasComma) {
    start = scanner.getTokenOffset() + 1;
    end = start;
    next = skipComments();
  }
  const endsLine = next === LINE_BREAK || next === END_OF_FILE;
  // A comment before another property on the line is about that one.
  if (!endsLine && next !== CLOSE_BRACE) end = start;
  return { end, hasComments, hasComma, endsLine };
}

/** A line break and the indentation of a property that begins its line; undefined where it does not. */
function leadOf(text: string, { offset, parent }: Node): string | undefined {
  const before = parent?.children?.findLast((each) => each.offset < offset);
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  if (lineStart <= (before ? before.offset + before.length : (parent?.offset ?? offset))) return undefined;
  const indentation = /^[ \t]*/u.exec(text.slice(lineStart, offset))?.[0] ?? '';
  return `${text[lineStart - 2] === '\r' ? '\r' : ''}\n${indentation}`;
}

/**
 * A property in lines of its own.
 * @param lead a line break and the indentation.
 */
export function propertyLines(key: string, value: JsonValue, lead: string): string {
  const indented = JSON.stringify(value, undefined, lead.includes('\t') ? '\t' : FORMATTING.tabSize);
  return `${lead}${JSON.stringify(key)}: ${indented.replaceAll('\n', lead)}`;
}

interface Insertion {
  readonly object: Node;
  readonly index: number;
  readonly key: string;
  readonly value: JsonValue;
}

/** Adds a property after the comments of the one before it; undefined where there is nothing to heed. */
function insert(text: string, { object, index, key, value }: Insertion): string | undefined {
  const siblings = object.children ?? [];
  const previous = siblings[index - 1];
  const after = previous ? previous.offset + previous.length : object.offset + 1;
  const { end, hasComments, hasComma, endsLine } = tailAt(text, after);
  const lead = previous && endsLine ? leadOf(text, previous) : undefined;
  if (lead === undefined && !hasComments) return undefined;
  const needsCommaBefore = previous !== undefined && !hasComma;
  const before = text.slice(0, after) + (needsCommaBefore ? ',' : '') + text.slice(after, end);
  const needsCommaAfter = hasComma || (!previous && siblings.length > 0);
  const added = propertyLines(key, value, lead ?? '\n') + (needsCommaAfter ? ',' : '') + (endsLine ? '' : '\n');
  const whole = before + added + text.slice(end);
  if (lead !== undefined) return whole;
  // Properties that share a line get lines of their own, as the library does it.
  const from = text.lastIndexOf('\n', after) + 1;
  const lineEnd = whole.indexOf('\n', before.length + added.length);
  const length = (lineEnd < 0 ? whole.length : lineEnd) - from;
  return applyEdits(whole, format(whole, { offset: from, length }, FORMATTING));
}

/**
 * Sets what a property in a text of JSON with comments says. One that is not there yet is added, and the objects that it is
 * in: a comment at the end of a line stays at the property that it is about.
 * @param getInsertionIndex where to add it among the keys that are there; at their end if left out.
 */
export function setProperty(
  text: string,
  path: readonly string[],
  value: JsonValue,
  getInsertionIndex = (keys: string[]): number => keys.length,
): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root && findNodeAtLocation(root, [...path]) === undefined) {
    let depth = path.length - 1;
    while (depth > 0 && findNodeAtLocation(root, path.slice(0, depth)) === undefined) depth -= 1;
    const object = findNodeAtLocation(root, path.slice(0, depth));
    const [key = '', ...inner] = path.slice(depth);
    if (object?.type === 'object') {
      const keys = (object.children ?? []).map((property) => String(property.children?.[0]?.value));
      const whole = inner.reduceRight<JsonValue>((content, each) => ({ [each]: content }), value);
      const inserted = insert(text, { object, index: getInsertionIndex(keys), key, value: whole });
      if (inserted !== undefined) return inserted;
    }
  }
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: FORMATTING, getInsertionIndex }));
}
