/** How a shell nests. */
export interface Nesting {
  readonly open: string;
  readonly close: string;
  /** Whether a character takes its meaning from the next one, inside these quotes or outside any (an empty text). */
  readonly isEscape: (character: string, quote: string) => boolean;
}

/** The place after the bracket that closes the one at `start`, with brackets and quotes inside; undefined where none does. */
export function nestedEnd(text: string, start: number, { open, close, isEscape }: Nesting): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isEscape(character, quote)) at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === open) depth += 1;
    else if (character === close) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}
