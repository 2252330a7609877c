import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json';
import { isSecretKey } from './keys';
import { MIN_SECRET_LENGTH } from './encodings';
import { looksRandom } from './forms';
import { MASK } from './masks';
import { pairPart } from './namedValues';
import { maskSecretText, secretsInText } from './secretText';

/** Deeper than any real property set; what lies below is cut, because nobody has looked at it. */
const MAX_DEPTH = 32;

/** Whether a value is an object or a list. */
export function isNested(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

/** What becomes of the secrets in a value. */
export interface SecretHandling {
  /** Where the value stands, for the paths told. */
  readonly path?: string;
  /** The value's own key is secret: everything in it goes, only its structure stays. */
  readonly isSecret?: boolean;
  /** Says which keys of the outermost object are secret; their names, if left out. */
  readonly isSecretProperty?: (key: string) => boolean;
  /** Told of a secret by its key; gives what stands in its place. Undefined, as when it is left out, cuts it out. */
  readonly replaceValue?: (path: string, value: JsonValue) => JsonValue | undefined;
  /** What stands in place of a secret inside a text, or of the value of a header pair; the mask, if left out. */
  readonly replaceText?: (path: string, index: number) => string;
  /** Told of a secret inside a text, and of the value of a header pair. */
  readonly onTextSecret?: (secret: string) => void;
  /** Told of what lies too deep, and whether a key above it is secret; it is cut out. Left out: `replaceValue` is told of it. */
  readonly onTooDeep?: (value: JsonValue, isSecret: boolean) => void;
}

/** The key under which an object that is a pair (`{ "key": "Authorization", "value": "…" }`) holds a secret, and its other key. */
function pairOf(object: JsonObject): { readonly name?: string; readonly secretValue?: string } {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  const value = keys.find((key) => pairPart(key) === 'value');
  const names = keys.filter((key) => pairPart(key) === 'name' && typeof object[key] === 'string');
  const [name] = names;
  if (value === undefined || name === undefined) return {};
  const isSecret = names.map((each) => object[each]).some((each) => typeof each === 'string' && isSecretKey(each));
  return { name, ...(isSecret ? { secretValue: value } : {}) };
}

/** A list of a header's name and its value. */
function isHeaderList(list: readonly JsonValue[]): boolean {
  const [name, value, ...others] = list;
  return (
    others.length === 0 &&
    typeof name === 'string' &&
    typeof value === 'string' &&
    /authorization|cookie|-/iu.test(name) &&
    isSecretKey(name)
  );
}

class Stripper {
  readonly #handling: SecretHandling;

  constructor(handling: SecretHandling) {
    this.#handling = handling;
  }

  strip(value: JsonValue, path: string, isSecret: boolean, depth: number): JsonValue | undefined {
    const { replaceValue, onTooDeep } = this.#handling;
    if (depth > MAX_DEPTH && onTooDeep) {
      onTooDeep(value, isSecret);
      return undefined;
    }
    if (depth > MAX_DEPTH || (isSecret && !isNested(value))) return replaceValue?.(path, value);
    if (typeof value === 'string') return this.#text(value, path);
    if (isArray(value)) return this.#list(value, path, isSecret, depth);
    return isObject(value) ? this.#object(value, path, isSecret, depth) : value;
  }

  #text(text: string, path: string): string {
    const { replaceText, onTextSecret } = this.#handling;
    if (onTextSecret) secretsInText(text).forEach(onTextSecret);
    return maskSecretText(text, replaceText && ((index) => replaceText(path, index)));
  }

  /** A value that its partner in a pair says is secret: it stays in its place, masked. */
  #pairValue(value: JsonValue, path: string, depth: number): JsonValue | undefined {
    if (value === '' || value === null || typeof value === 'boolean') return value;
    if (typeof value === 'object') return this.strip(value, path, true, depth);
    this.#handling.onTextSecret?.(String(value));
    return this.#handling.replaceText?.(path, 0) ?? MASK;
  }

  #list(list: readonly JsonValue[], path: string, isSecret: boolean, depth: number): JsonValue {
    const isHeader = !isSecret && isHeaderList(list);
    return list.flatMap((item, index) => {
      const at = join(path, String(index));
      const left =
        isHeader && index === 1 ? this.#pairValue(item, at, depth + 1) : this.strip(item, at, isSecret, depth + 1);
      return left === undefined ? [] : [left];
    });
  }

  #object(object: JsonObject, path: string, isSecret: boolean, depth: number): JsonValue {
    const pair = isSecret ? {} : pairOf(object);
    const { isSecretProperty } = this.#handling;
    const judge = depth === 0 && isSecretProperty ? isSecretProperty : isSecretKey;
    const entries = Object.entries(object).flatMap(([key, value]): [string, JsonValue][] => {
      if (value === undefined) return [];
      const at = join(path, key);
      const left =
        key === pair.secretValue
          ? this.#pairValue(value, at, depth + 1)
          : this.strip(value, at, isSecret || (key !== pair.name && judge(key)), depth + 1);
      return left === undefined ? [] : [[key, left]];
    });
    return Object.fromEntries(entries);
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A copy without secrets, at any depth; undefined when the value itself is one and is cut out. */
export function stripSecrets(value: JsonValue, handling: SecretHandling = {}): JsonValue | undefined {
  const { path = '', isSecret = false } = handling;
  return new Stripper(handling).strip(value, path, isSecret, 0);
}

/** Whether a value under a secret key lies anywhere inside a value. */
export function holdsSecret(value: JsonValue | undefined): boolean {
  let found = false;
  if (value !== undefined)
    stripSecrets(value, {
      replaceValue: () => {
        found = true;
        return undefined;
      },
    });
  return found;
}

/** Whether a secret inside a text is worth looking for elsewhere: the `main` of `?key=main` would blank half of a log. */
function isTelling(secret: string): boolean {
  return secret.length >= 8 || looksRandom(secret, MIN_SECRET_LENGTH);
}

/**
 * Texts that are secret in a value, at any depth, so that they can be redacted elsewhere: values whose key says so, and
 * parts of other texts.
 * @param isSecretProperty says which keys of the outermost object are secret.
 */
export function secretTexts(
  value: JsonValue | undefined,
  isSecretProperty: (key: string) => boolean = isSecretKey,
): readonly string[] {
  const found: string[] = [];
  if (value === undefined) return found;
  // What lies too deep waits for a pass of its own: no depth exhausts the call stack.
  const waiting: { readonly value: JsonValue; readonly isSecret: boolean }[] = [];
  const handling: SecretHandling = {
    replaceValue: (_path, secret) => {
      if (typeof secret === 'string' && secret !== '') found.push(secret);
      return undefined;
    },
    onTextSecret: (secret) => {
      if (isTelling(secret)) found.push(secret);
    },
    onTooDeep: (deep, isSecret) => {
      waiting.push({ value: deep, isSecret });
    },
  };
  stripSecrets(value, { ...handling, isSecretProperty });
  for (let next = waiting.pop(); next; next = waiting.pop())
    stripSecrets(next.value, { ...handling, isSecret: next.isSecret });
  return found;
}
