import { MIN_SECRET_LENGTH } from './encodings';

const TABLE_SIZE = 1 << 16;

/** A cheap fingerprint of two characters; most positions of a text are ruled out by it alone. */
function fingerprint(first: number, second: number): number {
  return (first * 251 + second) & (TABLE_SIZE - 1);
}

/** Needles that begin alike, by length, longest first: one look-up a length instead of one a needle. */
type Bucket = readonly (readonly [length: number, needles: ReadonlySet<string>])[];

function toBucket(needles: readonly string[]): Bucket {
  const lengths = [...new Set(needles.map((needle) => needle.length))].sort((a, b) => b - a);
  return lengths.map((length) => [length, new Set(needles.filter((needle) => needle.length === length))]);
}

/** Finds any of many texts in one pass, so that a long line costs the same whether ten or a thousand secrets are known. */
export class Finder {
  readonly #possible = new Uint8Array(TABLE_SIZE);
  readonly #byPrefix: ReadonlyMap<string, Bucket>;

  constructor(needles: Iterable<string>) {
    const byPrefix = new Map<string, string[]>();
    for (const needle of needles) {
      this.#possible[fingerprint(needle.charCodeAt(0), needle.charCodeAt(1))] = 1;
      const prefix = needle.slice(0, MIN_SECRET_LENGTH);
      const bucket = byPrefix.get(prefix);
      if (bucket) bucket.push(needle);
      else byPrefix.set(prefix, [needle]);
    }
    this.#byPrefix = new Map([...byPrefix].map(([prefix, bucket]) => [prefix, toBucket(bucket)]));
  }

  /** Length of the longest needle that begins at a position; 0 when none does. */
  #lengthAt(text: string, position: number): number {
    if (this.#possible[fingerprint(text.charCodeAt(position), text.charCodeAt(position + 1))] === 0) return 0;
    const bucket = this.#byPrefix.get(text.slice(position, position + MIN_SECRET_LENGTH));
    return bucket?.find(([length, needles]) => needles.has(text.slice(position, position + length)))?.[0] ?? 0;
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
