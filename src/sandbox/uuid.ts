/** What an id is for, so that equal indices of different things give different ids. */
export const idKind = {
  tenant: 1,
  integration: 2,
  listener: 3,
  user: 4,
  region: 5,
  key: 6,
  flow: 7,
  flowVersion: 8,
  mapping: 9,
} as const;

type IdKind = (typeof idKind)[keyof typeof idKind];

/** Mixes numbers into one of 32 bits; equal input gives equal output (murmur3's finaliser over each part). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(8, '0').slice(-digits);

/** A UUID that looks like version 1, as CxEngage's do (API facts d.1), the same for the same arguments. */
export function uuid(seed: number, kind: IdKind, index: number, part = 0): string {
  const low = mix(seed, kind, index, part);
  const high = mix(low, index, part, kind);
  const clock = 0x8000 | (mix(high, part) & 0x3fff);
  return `${hex(low, 8)}-${hex(high, 4)}-1${hex(high >>> 16, 3)}-${hex(clock, 4)}-${hex(mix(seed, 77), 8)}${hex(kind, 4)}`;
}
