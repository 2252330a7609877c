/** Controls, zero-width characters, and those that reorder what stands around them. */
const UNSEEN = /[\p{Cc}\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/**
 * A text that may hold a name or an answer from outside, as notifications and quick inputs may show it: on one line, in
 * reading order, cut to a bearable length, and without links. VS Code makes a link, even to a command, of
 * `[text](target)` in both places.
 */
export function plainText(text: string, maxLength = 600): string {
  const flat = text.replace(UNSEEN, ' ').replaceAll('](', '] (');
  return flat.length > maxLength ? `${flat.slice(0, maxLength - 1)}…` : flat;
}

/** The same text for a quick pick or the status bar, which draw an icon for `$(name)`: a joiner nobody sees keeps it text. */
export function noIcons(text: string): string {
  return text.replaceAll('$(', '$\u200d(');
}
