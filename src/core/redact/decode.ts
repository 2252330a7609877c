import type { Span } from './spans';

/** A text without one layer of its escapes, and where each of its characters stands in the text it came from. */
export interface View {
  readonly text: string;
  readonly sourceOf: (index: number) => number;
}

/** A value in a query, of a URL in JSON, in a string of JSON: more layers than this are nobody's habit. */
const MAX_LAYERS = 4;

/** Escapes of URLs (UTF-8), JSON (also with the slash that an address gets for a backslash) and HTML, and invisible characters. */
const ESCAPE =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-4](?:%[89ab][\da-f]){3}|[\\/]u[\da-f]{4}|\\["'/\\bfnrt]|&(?:amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-f]{1,5});|[\p{Cf}\p{DI}\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/giu;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\\b', '\b'],
  ['\\f', '\f'],
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

function unescaped(escape: string): string {
  const named = NAMED.get(escape.toLowerCase());
  if (named !== undefined) return named;
  if (escape.startsWith('/')) return fromCode(Number.parseInt(escape.slice(2), 16));
  if (escape.startsWith('\\'))
    return escape.length > 2 ? fromCode(Number.parseInt(escape.slice(2), 16)) : escape.slice(1);
  if (/^&#x/iu.test(escape)) return fromCode(Number.parseInt(escape.slice(3), 16));
  if (escape.startsWith('&#')) return fromCode(Number.parseInt(escape.slice(2), 10));
  if (!escape.startsWith('%')) return '';
  try {
    return decodeURIComponent(escape);
  } catch {
    return escape;
  }
}

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function unescapeOnce(view: View): View | undefined {
  const parts: string[] = [];
  const offsets: number[] = [];
  let copied = 0;
  const take = (text: string, offsetOf: (index: number) => number): void => {
    parts.push(text);
    for (let index = 0; index < text.length; index += 1) offsets.push(offsetOf(index));
  };
  const keepUntil = (end: number): void => {
    const start = copied;
    take(view.text.slice(start, end), (index) => start + index);
  };
  for (const { 0: escape, index: at } of view.text.matchAll(ESCAPE)) {
    keepUntil(at);
    take(unescaped(escape), () => at);
    copied = at + escape.length;
  }
  if (copied === 0) return undefined;
  keepUntil(view.text.length);
  offsets.push(view.text.length);
  return { text: parts.join(''), sourceOf: (index) => view.sourceOf(offsets[index] ?? view.text.length) };
}

/** The text as it is, and without one, two, … layers of escapes, as long as there are any. */
export function viewsOf(text: string): readonly View[] {
  const views: View[] = [{ text, sourceOf: (index) => index }];
  for (let view = views[0]; view && views.length <= MAX_LAYERS;) {
    view = unescapeOnce(view);
    if (view) views.push(view);
  }
  return views;
}

/** What is found in any view of a text, as spans of the text itself. */
export function spansInViews(text: string, find: (text: string) => readonly Span[]): readonly Span[] {
  return viewsOf(text).flatMap((view) =>
    find(view.text).map(({ start, end }) => ({ start: view.sourceOf(start), end: view.sourceOf(end) })),
  );
}
