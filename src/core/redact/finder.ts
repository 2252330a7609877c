import { MIN_SECRET_LENGTH } from './forms';

const TABLE_SIZE = 1 << 16;

/** A cheap fingerprint of two characters; most positions of a text are ruled out by it alone. */
function fingerprint(first: number, second: number): number {
  return (first * 251 + second) & (TABLE_SIZE - 1);
}

/** Finds any of many texts in one pass, so that a long line costs the same whether ten or a thousand secrets are known. */
export class Finder {
  readonly #possible = new Uint8Array(TABLE_SIZE);
  readonly #byPrefix = new Map<string, string[]>();

  constructor(needles: Iterable<string>) {
    for (const needle of needles) {
      this.#possible[fingerprint(needle.charCodeAt(0), needle.charCodeAt(1))] = 1;
      const prefix = needle.slice(0, MIN_SECRET_LENGTH);
      const bucket = this.#byPrefix.get(prefix);
      if (bucket) bucket.push(needle);
      else this.#byPrefix.set(prefix, [needle]);
    }
    for (const bucket of this.#byPrefix.values()) bucket.sort((a, b) => b.length - a.length);
  }

  /** Length of the longest needle that begins at a position; 0 when none does. */
  #lengthAt(text: string, position: number): number {
    if (this.#possible[fingerprint(text.charCodeAt(position), text.charCodeAt(position + 1))] === 0) return 0;
    const bucket = this.#byPrefix.get(text.slice(position, position + MIN_SECRET_LENGTH));
    return bucket?.find((needle) => text.startsWith(needle, position))?.length ?? 0;
  }

  /** Replaces every needle found; needles that overlap or touch become one mask. */
  replace(text: string, mask: string): string {
    if (this.#byPrefix.size === 0) return text;
    const parts: string[] = [];
    let copied = 0;
    let end = -1;
    for (let position = 0; position <= text.length - MIN_SECRET_LENGTH; position += 1) {
      const length = this.#lengthAt(text, position);
      if (length === 0) continue;
      if (position > end) {
        if (end >= 0) parts.push(mask);
        parts.push(text.slice(copied, position));
      }
      end = Math.max(end, position + length);
      copied = end;
    }
    if (end < 0) return text;
    parts.push(mask, text.slice(copied));
    return parts.join('');
  }
}
