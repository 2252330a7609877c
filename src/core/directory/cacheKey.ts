import { createHash } from 'node:crypto';

/** What may be the name of a file or folder as it is: the ids that CxEngage gives, and our own words. */
const PLAIN = /^[A-Za-z0-9-]{1,80}$/;

/**
 * The key of a copy in the cache, from ids that servers give. Keys become paths, so an id that could be more than one
 * name (`../…`) is replaced by its hash.
 */
export function cacheKey(...parts: readonly string[]): string {
  return parts.map((part) => (PLAIN.test(part) ? part : createHash('sha256').update(part).digest('hex'))).join('/');
}
