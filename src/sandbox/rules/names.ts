import type { Dialect } from '../dialect';

/** A name as the server compares and stores it (API facts l). */
export function tidyName(name: string, { names }: Dialect): string {
  return names === 'tidied' ? name.trim().normalize('NFC') : name;
}
