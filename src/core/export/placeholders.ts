import { randomUUID } from 'node:crypto';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json';
import type { StoredSecrets } from '../catalog/model';
import { stripSecrets } from '../redact/secretValues';

/** The shell variable that stands for a secret in a cURL line: `securityToken` → `$SECURITY_TOKEN`. */
export function variableName(key: string): string {
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  return `$${/^[A-Z_]/.test(name) ? name : `_${name}`}`;
}

/** Marks that stand in a request for its secrets, one for each path. A text that a user typed never looks like one. */
export class Placeholders {
  readonly #marks = new Map<string, string>();

  mark(path: string): string {
    const mark = this.#marks.get(path) ?? randomUUID();
    this.#marks.set(path, mark);
    return mark;
  }

  /** A text with something else in place of each mark. */
  fill(text: string, instead: (variable: string) => string): string {
    const used = new Set<string>();
    let filled = text;
    for (const [path, mark] of this.#marks) {
      const name = variableName(path);
      let variable = name;
      for (let number = 2; used.has(variable); number += 1) variable = `${name}_${number}`;
      used.add(variable);
      filled = filled.replaceAll(mark, () => instead(variable));
    }
    return filled;
  }
}

/** What was cut out below a path: whole paths, with whether there was a value. */
type Cut = readonly (readonly [path: string, hadValue: boolean])[];

/** Cutting takes items out of lists of secrets, so what is left moves up; here it moves back. */
function refillList(list: readonly JsonValue[], path: string, cut: Cut, places: Placeholders): JsonValue {
  const gone = new Map(cut);
  const left = [...list];
  const whole: JsonValue[] = [];
  for (let at = 0; left.length > 0 || gone.has(`${path}.${at}`); at += 1) {
    const here = `${path}.${at}`;
    const hadValue = gone.get(here);
    const kept = hadValue === undefined ? left.shift() : undefined;
    whole.push(hadValue === undefined ? refill(kept ?? null, here, cut, places) : hadValue ? places.mark(here) : '');
  }
  return whole;
}

function refillObject(object: JsonObject, path: string, cut: Cut, places: Placeholders): JsonObject {
  const prefix = path === '' ? '' : `${path}.`;
  const containers = Object.keys(object).filter((key) => typeof object[key] === 'object' && object[key] !== null);
  const missing = cut.filter(
    ([at]) => at.startsWith(prefix) && !containers.some((key) => at.startsWith(`${prefix}${key}.`)),
  );
  const kept = Object.entries(object).flatMap(([key, value]): [string, JsonValue][] =>
    value === undefined ? [] : [[key, refill(value, prefix + key, cut, places)]],
  );
  return Object.fromEntries([
    ...kept,
    ...missing.map(([at, hadValue]): [string, JsonValue] => [at.slice(prefix.length), hadValue ? places.mark(at) : '']),
  ]);
}

function refill(value: JsonValue, path: string, cut: Cut, places: Placeholders): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const below = cut.filter(([at]) => at.startsWith(`${path}.`));
  return isArray(value) ? refillList(value, path, below, places) : refillObject(value, path, below, places);
}

/** The stored properties as the server holds them, with marks where secrets were cut out, at any depth. */
export function refillSecrets(properties: JsonObject, secrets: StoredSecrets, places: Placeholders): JsonObject {
  return refillObject(properties, '', Object.entries(secrets), places);
}

/**
 * An object with marks for what is secret in it: by its key, and inside texts, masked already or not.
 * @param isSecretProperty says which of its own keys are secret.
 */
export function markSecrets(
  object: JsonObject,
  isSecretProperty: (key: string) => boolean,
  places: Placeholders,
): JsonObject {
  const marked = stripSecrets(object, {
    isSecretProperty,
    replaceValue: (path, value) =>
      value === '' || value === null || typeof value === 'boolean' ? value : places.mark(path),
    replaceText: (path, index) => places.mark(`${path} credentials${index === 0 ? '' : ` ${index + 1}`}`),
  });
  return isObject(marked) ? marked : {};
}
