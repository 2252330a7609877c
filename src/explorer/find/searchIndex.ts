import type { IntegrationRef, TenantRef } from '../../core/directory/model';

/** What can be searched of one integration. No secrets: the directory never holds one. */
export interface SearchEntry {
  readonly integrationId: string;
  readonly name: string;
  /** Wire value and label, as either may be typed. */
  readonly type: string;
  readonly typeLabel: string;
  readonly host: string;
  readonly user: string;
  readonly state: string;
}

export interface SearchHit extends SearchEntry {
  readonly ref: IntegrationRef;
  readonly place: string;
}

/** Where a result is and what it connects to, as the line below its name. */
export const detailOf = ({ place, host, user }: SearchHit): string =>
  [place, host, user].filter((part) => part !== '').join(' · ');

/**
 * The integrations of one tenant as one text, a line each: two million of them fit into memory as text where they
 * would not as objects, and a text is searched at the speed of memory.
 */
export interface TenantIndex {
  readonly ref: TenantRef;
  /** Tenant and, where there are several, account. */
  readonly place: string;
  readonly text: string;
}

const clean = (text: string): string => text.replace(/[\t\n\r\u2028\u2029]+/g, ' ').slice(0, 300);

export function indexTenant(ref: TenantRef, place: string, entries: Iterable<SearchEntry>): TenantIndex {
  const lines: string[] = [];
  for (const { name, type, typeLabel, host, user, state, integrationId } of entries) {
    lines.push([name, type, typeLabel, host, user, state, integrationId].map(clean).join('\t'));
  }
  return { ref: { accountId: ref.accountId, tenantId: ref.tenantId }, place, text: lines.join('\n') };
}

/** A query: words that must all be found, anywhere in the line or the place, in upper or lower case. */
export interface Query {
  readonly words: readonly string[];
}

export function parseQuery(text: string): Query {
  return {
    words: text
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== ''),
  };
}

function toHit(block: TenantIndex, line: string): SearchHit {
  const [name = '', type = '', typeLabel = '', host = '', user = '', state = '', integrationId = ''] = line.split('\t');
  return {
    name,
    type,
    typeLabel,
    host,
    user,
    state,
    integrationId,
    place: block.place,
    ref: { ...block.ref, integrationId },
  };
}

/** The lines of a text in which a word is found. */
function* linesWith(text: string, word: string): Generator<string> {
  const pattern = new RegExp(word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const start = text.lastIndexOf('\n', found.index) + 1;
    const next = text.indexOf('\n', found.index);
    const end = next < 0 ? text.length : next;
    yield text.slice(start, end);
    if (end >= text.length) return;
    pattern.lastIndex = end + 1;
  }
}

/** Finds a query in one block. */
export function* search(block: TenantIndex, query: Query): Generator<SearchHit> {
  if (block.text === '') return;
  const place = block.place.toLowerCase();
  const words = query.words.filter((word) => !place.includes(word)).sort((a, b) => b.length - a.length);
  const [longest, ...others] = words;
  const lines = longest === undefined ? block.text.split('\n') : linesWith(block.text, longest);
  for (const line of lines) {
    const lower = line.toLowerCase();
    if (others.every((word) => lower.includes(word))) yield toHit(block, line);
  }
}
