/** A part of a text: from `start` up to, but not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans in the order of the text; those that overlap or touch become one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

/** The text with something else in place of each span, which must be merged before. */
export function replaceSpans(text: string, spans: readonly Span[], instead: (index: number) => string): string {
  let copied = 0;
  const parts = spans.flatMap(({ start, end }, index) => {
    const before = text.slice(copied, start);
    copied = end;
    return [before, instead(index)];
  });
  return parts.length === 0 ? text : [...parts, text.slice(copied)].join('');
}

/**
 * Finds the next match at or after a position, for positions that only grow. It remembers the last match, so that all
 * searches of a text together read it once.
 * @returns the length of the text where nothing follows.
 */
export function forwardSearch(text: string, pattern: RegExp): (from: number) => number {
  const search = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  let found = -1;
  return (from) => {
    if (found < from) {
      search.lastIndex = from;
      found = search.exec(text)?.index ?? text.length;
    }
    return found;
  };
}
