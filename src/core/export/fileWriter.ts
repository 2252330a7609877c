import { isObject, own, type JsonObject, type JsonValue } from '../base/json';
import { parseJsoncValue } from '../base/jsonc';
import { TimeSlicer } from '../base/timeSlicer';
import { isEqual } from '../catalog/equality';
import { insertProperties } from './insertProperties';
import { removeProperty } from './removeProperty';
import { setProperty } from './setProperty';

/** Where a key is put that a file does not have yet. */
const KEY_ORDER = ['$schema', 'type', 'name', 'renamedFrom', 'description', 'active', 'properties', 'targets'];

/** A place at the top of a file, and the same in each of its targets. */
export type Path = readonly [string] | readonly [string, string];

function insertionIndex(others: readonly string[], key: string): number {
  const next = others.findIndex((other) => KEY_ORDER.indexOf(other) > KEY_ORDER.indexOf(key));
  return KEY_ORDER.includes(key) && next >= 0 ? next : others.length;
}

function valueAt(said: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, key) => (isObject(value) ? own(value, key) : undefined), said);
}

/** An object with another value at a place; undefined takes out what is there. */
function withValue(said: JsonValue | undefined, path: readonly string[], value: JsonValue | undefined): JsonObject {
  const [key = '', ...rest] = path;
  const entries = isObject(said) ? Object.entries(said) : [];
  const keys = entries.map(([each]) => each);
  const inner = rest.length === 0 ? value : withValue(valueAt(said, [key]), rest, value);
  const at = keys.indexOf(key);
  entries.splice(at < 0 ? insertionIndex(keys, key) : at, at < 0 ? 0 : 1, [key, inner]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

/** What a file may leave out, because it means the same: nothing, off, and that a new integration is active. */
function isSaidBySilence([key]: Path, value: JsonValue): boolean {
  if (key === 'active') return value === true;
  return value === '' || value === false || (isObject(value) && Object.keys(value).length === 0);
}

/**
 * A file as it stands while it is written: reads the effective value of a target, writes where it belongs. Knows what its
 * text says, since there may be thousands of targets and a text is read in whole.
 */
export class FileWriter {
  #text: string;
  #top: JsonObject;
  /** What each target says. Those that the text does not have yet are put into it at the end, all at once. */
  readonly #targets: Map<string, JsonValue | undefined>;
  /** Aliases that the file had from the start: what it leaves out of them is left out on purpose. */
  readonly #known: ReadonlySet<string>;
  /** How many targets are at hand. */
  readonly #count: number;
  readonly #signal: AbortSignal | undefined;
  readonly #slices = new TimeSlicer();

  constructor(existing: string | undefined, count: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#text = existing ?? '{}\n';
    this.#count = count;
    const root = parseJsoncValue(this.#text);
    this.#top = isObject(root) ? root : {};
    const targets = own(this.#top, 'targets');
    this.#targets = new Map(isObject(targets) ? Object.entries(targets) : []);
    this.#known = new Set(this.#targets.keys());
  }

  /** No target was in the file from the start: what stands at the top of it is said of any tenant. */
  get isForAll(): boolean {
    return this.#known.size === 0;
  }

  had(alias: string): boolean {
    return this.#known.has(alias);
  }

  /** What a target says itself. */
  own(alias: string, path: Path): JsonValue | undefined {
    return valueAt(this.#targets.get(alias), path);
  }

  effective(alias: string, path: Path): JsonValue | undefined {
    return this.own(alias, path) ?? valueAt(this.#top, path);
  }

  /** @param value undefined takes out what is said there. */
  async set(path: Path, value: JsonValue | undefined): Promise<void> {
    if (isEqual(valueAt(this.#top, path), value)) return;
    this.#top = withValue(this.#top, path, value);
    await this.#edit(path, value);
  }

  async setOwn(alias: string, path: Path, value: JsonValue | undefined): Promise<void> {
    if (isEqual(this.own(alias, path), value)) return;
    // Their place is taken when the first one has something to say, as it always was: files keep their order.
    if (this.#targets.size === 0 && own(this.#top, 'targets') === undefined)
      await this.#edit(['targets'], {}, path.at(-1));
    this.#targets.set(alias, withValue(this.#targets.get(alias), path, value));
    if (this.had(alias)) await this.#edit(['targets', alias, ...path], value);
  }

  async #edit(path: readonly string[], value: JsonValue | undefined, key = path.at(-1) ?? ''): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#slices.shouldYield) await this.#slices.yield();
    this.#text =
      value === undefined
        ? removeProperty(this.#text, path)
        : setProperty(this.#text, path, value, (others) => insertionIndex(others, key));
  }

  /** Says nothing of some targets, neither in them nor at the top. What stood at the top goes to the others. */
  async leaveOut(path: Path, aliases: ReadonlySet<string>): Promise<void> {
    for (const alias of aliases) await this.setOwn(alias, path, undefined);
    if (aliases.size === 0 || valueAt(this.#top, path) === undefined) return;
    for (const alias of this.#known)
      if (!aliases.has(alias)) await this.setOwn(alias, path, this.effective(alias, path));
    await this.set(path, undefined);
  }

  /** Writes what each target should say: in the file where all of them agree, else in the targets. */
  async write(path: Path, wished: ReadonlyMap<string, JsonValue>): Promise<void> {
    const wrong = [...wished].filter(([alias, value]) => {
      const said = this.effective(alias, path);
      return !isEqual(said, value) && !(said === undefined && this.had(alias) && isSaidBySilence(path, value));
    });
    if (wrong.length === 0) return;
    const [first] = wished.values();
    const agree =
      wished.size === this.#count &&
      [...this.#targets.keys()].every((alias) => wished.has(alias)) &&
      [...wished.values()].every((value) => isEqual(value, first));
    if (agree && first !== undefined && wrong.every(([alias]) => this.own(alias, path) === undefined))
      await this.set(path, first);
    else for (const [alias, value] of wrong) await this.setOwn(alias, path, value);
  }

  /** The text with every target in it, also those of which it says nothing. */
  textWith(aliases: readonly string[]): string {
    const added = [...new Set([...this.#targets.keys(), ...aliases])].filter((alias) => !this.had(alias));
    const entries = added.map((alias): [string, JsonValue] => [alias, this.#targets.get(alias) ?? {}]);
    const text = insertProperties(this.#text, ['targets'], entries);
    return text.endsWith('\n') ? text : `${text}\n`;
  }
}
