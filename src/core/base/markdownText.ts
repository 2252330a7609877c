/** Characters that can reorder or hide text on screen: controls, bidirectional overrides and isolates, zero-width ones. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * Makes a name from the server fit for one row: one line, no control or direction characters, and no longer than
 * `max` characters (an ellipsis stands for the rest).
 */
export function oneLine(text: string, max = 120): string {
  // Cut first, roughly: a name of a million characters must not cost a million steps for every row it is in.
  const near = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const flat = near.replace(DECEPTIVE, ' ').replace(/\s+/gu, ' ').trim();
  const characters = Array.from(flat);
  const cut = characters.length > max || near.length < text.length;
  return cut
    ? `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : flat;
}

/**
 * Text for a MarkdownString that shows it exactly as it is: every ASCII punctuation mark becomes a character
 * reference, so that neither markup, images, HTML nor bare addresses are recognised in it.
 */
export function escapeMarkdown(text: string, max = 300): string {
  return oneLine(text, max).replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** A name as part of a path, for the title of a tab: no slashes, no colons, no leading dots, at most 80 characters. */
export function fileNameOf(text: string): string {
  const name = oneLine(text, 80)
    .replace(/[/\\:*?"<>|#%]+/g, '-')
    .replace(/^\.+/, '');
  return name === '' ? '-' : name;
}
