import { looksRandom } from './forms';
import type { Span } from './spans';

/** What an address as a person writes it is made of. */
const WORD = /[^\s"'<>`]+/gu;
const SCHEME = /^(?:https?|wss?|ftps?|sftp|ssh|jdbc|[a-z][\w+.-]{0,20}(?=:[^:]{1,256}:)):/iu;
/** A password with a space in it: what stands before the space is no host and port. */
const SPACED =
  /((?:https?|wss?|ftps?):[\\/]{2,3})[^\s"'<>`@\\/?#:]{1,256}:(?!\d{0,5}\s)[^\s"'<>`@\\/?#]{0,256}[ \t][^\r\n"'<>`@]{0,128}@/giu;
/** Schemes after which an address of a person follows, without a password. */
const PERSON = /^(?:mailto|sips?|xmpp|im|acct|tel|e-?mail|to|cc|from|contact):[^:]*$/iu;

/**
 * What stands behind a mail address as cURL's `-u` has it, where that is all the text: anything after `/token`, else one
 * word that is no word, port, path or parameter (`git@host:path`, `ops@acme.com: billing` are shown).
 */
const BEHIND_MAIL =
  /^(\s{0,4}(?:mailto:[\\/]{0,2})?[^\s@:\\/?#]{1,256}@[^\s@:\\/?#]{1,256}(?:\s{0,4}[\\/]\s{0,4}(?:api[-_ ]?)?tok[a-z]{0,4}[/\s]{0,4}:(?=[^\r\n])|:(?=[^\s/;]{0,256}[^\p{L}\s/;])(?=[^\s/;]{0,256}\p{L})(?=[^\s/;]{4,256}\s{0,4}$)))/iu;

/** Where the user of a word's address begins; undefined where it has none. The word ends before its last `@`. */
function userStart(word: string, isWhole: boolean): number | undefined {
  const slashes = /[\\/]{2}[\\/]*/u.exec(word);
  if (slashes) {
    const start = slashes.index + slashes[0].length;
    const authority = word.slice(start);
    const pathAt = authority.search(/[\\/?#]/u);
    // A slash before the `@` begins the path, unless what stands before it is no host and port.
    const host = authority.slice(0, Math.max(pathAt, 0)).replace(/^\[[\da-f:.]{2,64}\]/iu, '');
    return pathAt < 0 || /:(?!\d{0,5}$)/u.test(host) ? start : undefined;
  }
  if (PERSON.test(word)) return undefined;
  const scheme = SCHEME.exec(word)?.[0];
  if (scheme !== undefined) {
    const start = scheme.length + (/^[\\/]/u.test(word.slice(scheme.length)) ? 1 : 0);
    return /[\\/?#]/u.test(word.slice(start)) ? undefined : start;
  }
  const password = /^[^:\\/?#]+:([^\\/?#]+)$/u.exec(word)?.[1];
  // Within a sentence, `Contact:me@acme.com` is no user with a password.
  return password !== undefined && (isWhole || looksRandom(password, 6)) ? 0 : undefined;
}

/** The `@` that ends the user and password: the last one before the path. */
function userEnd(word: string, start: number): number {
  const pathAt = word.slice(start).search(/[\\/?#]/u);
  const inAuthority = pathAt < 0 ? word : word.slice(0, start + pathAt);
  const at = inAuthority.lastIndexOf('@');
  return at > start ? at : word.lastIndexOf('@');
}

/**
 * Finds users and passwords in addresses: `https://u:p@h`, in the odd spellings that browsers read too (`https:u:p@h`,
 * `https:\\u:p@h`), without a scheme (`//u:p@h`), and `u:p@h` where that is all the text
 * or the password looks like one. Where a user that is a mail address is all the text, what stands behind it too.
 */
export function userInfoSpans(text: string): readonly Span[] {
  if (!text.includes('@')) return [];
  const isWhole = (word: string): boolean => text.trim().length === word.length;
  const mail = BEHIND_MAIL.exec(text)?.[1];
  return [
    ...(mail === undefined ? [] : [{ start: mail.length, end: text.length }]),
    ...[...text.matchAll(WORD)].flatMap(({ 0: word, index }) => wordSpans(word, index, isWhole(word))),
    ...[...text.matchAll(SPACED)].map(({ 0: found, 1: start = '', index }) => ({
      start: index + start.length,
      end: index + found.length - 1,
    })),
  ];
}

/** An address begins anew wherever a scheme with slashes does: `a=https://u:p@h,https://v:q@i`. */
function wordSpans(word: string, offset: number, isWhole: boolean): readonly Span[] {
  if (!word.includes('@')) return [];
  const starts = [
    0,
    ...[...word.matchAll(/(?:https?|wss?|ftps?):|(?<=[=,;|([{])[\\/]{2}/giu)].map(({ index }) => index),
  ];
  return [...new Set(starts)].flatMap((start, index, all): readonly Span[] => {
    const part = word.slice(start, all[index + 1]);
    const from = part.includes('@') ? userStart(part.slice(0, part.lastIndexOf('@')), isWhole) : undefined;
    if (from === undefined) return [];
    const to = userEnd(part, from);
    return to > from ? [{ start: offset + start + from, end: offset + start + to }] : [];
  });
}
