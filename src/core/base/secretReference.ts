/**
 * Where a reference finds its value: SecretStorage under a name, an environment variable, or this window's memory. The
 * last is never read from a file.
 */
export type SecretReferenceSource = 'secret' | 'env' | 'memory';

/** `${secret:NAME}` or `${env:NAME}`: stands for a whole value, and is all that a file holds of a secret. */
export interface SecretReference {
  readonly source: SecretReferenceSource;
  readonly name: string;
}

const REFERENCE = /^\$\{(secret|env):([A-Za-z0-9_.-]{1,100})\}$/u;
/** An environment variable's name, as every system takes it. */
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Reads a whole text as a reference.
 * @returns undefined for any other text, also for one that only holds a reference somewhere inside.
 */
export function parseSecretReference(text: string): SecretReference | undefined {
  const found = REFERENCE.exec(text);
  const [, source, name] = found ?? [];
  if (name === undefined || (source !== 'secret' && source !== 'env')) return undefined;
  return source === 'env' && !ENVIRONMENT_NAME.test(name) ? undefined : { source, name };
}

/** Whether a text looks like an attempt at a reference: `${` anywhere in it. */
export function hasReferenceSyntax(text: string): boolean {
  return text.includes('${');
}

/** The reference as a file holds it; of one to this window's memory only what it is called. */
export function formatSecretReference({ source, name }: SecretReference): string {
  return source === 'memory' ? name : `\${${source}:${name}}`;
}

/** One string for each reference, for maps. */
export function referenceKey({ source, name }: SecretReference): string {
  return `${source}:${name}`;
}
