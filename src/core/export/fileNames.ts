import { INTEGRATION_FILE_ENDING } from './fileEndings';

const MAX_LENGTH = 60;
/** Leaves room for a number. */
const MAX_SECRET_NAME = 95;
/** Names that Windows keeps for devices, whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/u;

/** A text as lower-case words joined by hyphens, of ASCII letters and digits only; empty where nothing is left. */
function slug(text: string): string {
  return text
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/gu, '');
}

/** The first of `base`, `base-2`, `base-3` … that is free. */
function firstFree(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let number = 2; isTaken(name); number += 1) name = `${base}-${String(number)}`;
  return name;
}

/**
 * Proposes the name of an integration's file: safe on every system, and none of `taken` in whatever case.
 * @returns a name without a folder, with the ending.
 */
export function proposeFileName(integrationName: string, taken: ReadonlySet<string> = new Set()): string {
  const words = slug(integrationName);
  const base = words === '' || RESERVED.test(words) ? `integration${words === '' ? '' : `-${words}`}` : words;
  const lowerCase = new Set([...taken].map((name) => name.toLowerCase()));
  return `${firstFree(base, (name) => lowerCase.has(`${name}${INTEGRATION_FILE_ENDING}`))}${INTEGRATION_FILE_ENDING}`;
}

/** Proposes an alias for a tenant: short, typed easily, none of `taken`. */
export function proposeAlias(tenantName: string, taken: ReadonlySet<string>): string {
  const words = slug(tenantName);
  return firstFree(words === '' ? 'tenant' : words, (alias) => taken.has(alias));
}

/**
 * Proposes a name for the saved secret of an integration's property, as references may hold it.
 * @param isTaken whether a name stands for another value already.
 */
export function proposeSecretName(
  integrationName: string,
  property: string,
  alias?: string,
  isTaken: (name: string) => boolean = () => false,
): string {
  const key = property.replace(/[^A-Za-z0-9]+/gu, '-').slice(0, 30);
  // What tells tenants apart is never cut: two of them would share a name, and so a value.
  const end = [key, alias ?? ''].filter((part) => part !== '').join('-');
  const start = (slug(integrationName) || 'integration').slice(0, Math.max(0, MAX_SECRET_NAME - 1 - end.length));
  return firstFree([start.replace(/-$/u, ''), end].filter((part) => part !== '').join('-'), isTaken);
}
