/**
 * Joins the words of a context value, the grammar that `when` clauses match: `integration;type=zendesk;active;writable`.
 * Words from the server are reduced to letters, digits and dashes: none can pass for another word.
 */
export function contextValue(kind: string, ...words: readonly (string | false)[]): string {
  return [kind, ...words.filter((word) => word !== false)].join(';');
}

/** A word `key=value` with the value made safe. */
export function contextWord(key: string, value: string): string {
  return `${key}=${value
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 60)}`;
}
