import { encodingsOf, MIN_SECRET_LENGTH } from './encodings';
import type { Span } from './spans';

function needleSpans(text: string, needle: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
    spans.push({ start: at, end: at + needle.length });
  return spans;
}

/** Whether a span is a word of its own. */
function isWord(text: string, { start, end }: Span): boolean {
  return (
    !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))
  );
}

/**
 * Finds secrets that are known, in the encodings they may turn up in.
 * @param encodings of all of them, from `encodingsOf`.
 * @param words secrets too short to be looked for inside words: replacing every "a" would tell more than it hides.
 */
export function knownSpans(text: string, encodings: Iterable<string>, words: Iterable<string> = []): readonly Span[] {
  const spans: Span[] = [];
  for (const encoding of encodings) spans.push(...needleSpans(text, encoding));
  for (const word of words) spans.push(...needleSpans(text, word).filter((span) => isWord(text, span)));
  return spans;
}

/** Prepares secrets for one text after the other: their encodings, and those that count only as words. */
export function prepareSecrets(secrets: readonly string[]): {
  readonly encodings: readonly string[];
  readonly words: readonly string[];
} {
  const given = [...new Set(secrets)].filter((secret) => secret.trim() !== '');
  return {
    encodings: [...new Set(given.flatMap(encodingsOf))],
    words: given.map((secret) => secret.trim()).filter((secret) => secret.length < MIN_SECRET_LENGTH),
  };
}
