import { withoutInvisible } from '../base/displayText';

/** Pairs of quotation marks that terminals, chats and documents put around a value. */
const QUOTES = ['""', "''", '``', '“”', '„“', '‘’', '«»'];
const LEADING_LABEL =
  /^(?:(?:-H|--header)\s+|["']?(?:authorization|token|access_token)["']?\s*[:=]\s*|(?:token|bearer)\s+)/i;
/** Neither a JWT nor any other token begins or ends with one of these. */
const AROUND_TOKEN = new Set(' "\'`“”„‘’«»,;');

/**
 * A user name, API key, API secret or ID as people paste it: with spaces, line ends, invisible characters or a pair of
 * quotation marks around it. Not for passwords, in which all of that can be meant.
 */
export function pastedValue(pasted: string): string {
  let value = withoutInvisible(pasted).trim();
  while (value.length > 2 && QUOTES.includes(value.charAt(0) + value.charAt(value.length - 1)))
    value = value.slice(1, -1).trim();
  return value;
}

/**
 * A token as people paste it (API facts b.1, b.5): the header or a line of JSON around it, the word `Token` or `Bearer`
 * before it, quotation marks, spaces and line ends.
 */
export function pastedToken(pasted: string): string {
  const text = pastedValue(pasted);
  let value = tokenOfJson(text) ?? text;
  for (;;) {
    const inner = trimmed(value.replace(LEADING_LABEL, ''));
    if (inner === value) return value;
    value = inner;
  }
}

/** The token in a response of `POST /v1/tokens` that was pasted whole. */
function tokenOfJson(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'token' in parsed && typeof parsed.token === 'string'
      ? parsed.token
      : undefined;
  } catch {
    return undefined;
  }
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && AROUND_TOKEN.has(text.charAt(start))) start += 1;
  while (end > start && AROUND_TOKEN.has(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
