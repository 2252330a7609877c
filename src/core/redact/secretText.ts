import { commandLineSpans } from './commandLine';
import { credentialSpans } from './forms';
import { isSecretKey } from './keys';
import { MASK } from './masks';
import { namedValueSpans } from './namedValues';
import { spansInViews } from './decode';
import { mergeSpans, replaceSpans, type Span } from './spans';
import { userInfoSpans } from './userInfo';

/** Nothing in a longer text is looked for: it is cut out whole. Nobody types or stores one. */
const MAX_LENGTH = 1 << 20;
/** A text without any of these holds nothing that could be found. */
const MAYBE_SECRET =
  /[:=@<]|eyJ|bearer|basic|token|BEGIN|--|-[uUbE]|[%&\\]|k_(?:live|test)_|gh[oprsu]_|github_pat_|xox|glpat|AKIA|ASIA|AIza|SG\.|shpat_|[^\x20-\x7e]/iu;

function find(text: string): readonly Span[] {
  return [
    ...namedValueSpans(text),
    ...credentialSpans(text, isSecretKey),
    ...userInfoSpans(text),
    ...commandLineSpans(text),
  ];
}

/**
 * Where a text holds secrets, as far as names and forms tell: named values, credentials in addresses and queries,
 * Authorization values, tokens, PEM blocks, command lines; plain, or escaped for URLs, JSON or HTML. Takes time linear
 * in the length of the text.
 * @param findKnown finds more of them, in the text and in what is left of it without its escapes.
 */
export function secretSpans(text: string, findKnown?: (text: string) => readonly Span[]): readonly Span[] {
  if (text.length > MAX_LENGTH) return [{ start: 0, end: text.length }];
  const isHarmless = !MAYBE_SECRET.test(text);
  if (isHarmless) return findKnown ? mergeSpans(findKnown(text)) : [];
  return mergeSpans(spansInViews(text, (view) => [...(findKnown?.(view) ?? []), ...find(view)]));
}

/** The secrets in a text. */
export function secretsInText(text: string): readonly string[] {
  return secretSpans(text).map(({ start, end }) => text.slice(start, end));
}

/** Whether a text holds a secret, or the mask of one where a secret would be. */
export function holdsSecretText(text: string): boolean {
  return secretSpans(text).length > 0;
}

/**
 * The text without its secrets. A text that is masked already stays as it is.
 * @param instead what stands in place of the secret with that index; the mask, if left out.
 */
export function maskSecretText(text: string, instead: (index: number) => string = () => MASK): string {
  return replaceSpans(text, secretSpans(text), instead);
}

/** Length of what two texts end in alike. */
function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < 64 && length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

/**
 * Puts the secrets of a stored text back where an edited text still holds their masks. Masks stand in the order of the
 * secrets; where some are gone, what stands before a mask tells which secret is meant. A secret goes only where it
 * would be masked again: nobody brings it to light by moving its mask.
 * @returns the text; masks whose secret cannot be told stay, for the caller to refuse.
 */
export function unmaskSecretText(edited: string, stored: string): string {
  const parts = edited.split(MASK);
  const spans = secretSpans(stored);
  const masks = parts.length - 1;
  if (masks === 0 || masks > spans.length) return edited;
  const before = spans.map(({ start }, index) => stored.slice(spans[index - 1]?.end ?? 0, start));
  let next = 0;
  const restored = parts.reduce((whole, part, index) => {
    const mask = index - 1;
    const last = spans.length - (masks - mask);
    const previous = parts[mask] ?? '';
    let chosen = next;
    for (let at = next + 1; at <= last; at += 1)
      if (commonEnd(previous, before[at] ?? '') > commonEnd(previous, before[chosen] ?? '')) chosen = at;
    next = chosen + 1;
    const span = spans[chosen];
    return `${whole}${span ? stored.slice(span.start, span.end) : MASK}${part}`;
  });
  return maskSecretText(restored) === maskSecretText(edited) ? restored : edited;
}
