import { applyEdits, modify, type FormattingOptions } from 'jsonc-parser';
import { isArray, isObject, own, type JsonObject, type JsonValue } from '../base/json';
import { parseJsoncValue } from '../base/jsonc';
import {
  formatSecretReference,
  hasReferenceSyntax,
  parseSecretReference,
  type SecretReference,
} from '../base/secretReference';
import type { FieldSpec } from '../catalog/model';
import { integrationType, isKnownType } from '../catalog/registry';
import { isEqual } from '../catalog/equality';
import { normalizeText } from '../catalog/text';
import { toFieldValue } from '../catalog/values';
import type { Integration } from '../directory/model';
import { isMasked } from '../redact/masks';
import { secretKeys } from '../catalog/properties';
import { proposeSecretName } from './fileNames';

/** One tenant's copy of an integration, under the alias of its tenant. */
export interface ExportedTarget {
  readonly alias: string;
  readonly integration: Integration;
}

export interface IntegrationFileOptions {
  /** Text of a file that is there already: its comments, order, references and all that is still true are kept. */
  readonly existing?: string;
  /** Whether all targets hold the same value of a secret property, as compared in memory. Unknown counts as the same. */
  readonly isSameSecret?: (property: string) => boolean;
  /** Whether a named secret stands for another integration's value, so that no new reference may name it. */
  readonly isTakenSecret?: (name: string) => boolean;
}

/** An integration file's text, and the references in it. */
export interface IntegrationFileText {
  readonly text: string;
  readonly references: readonly SecretReference[];
}

const FORMATTING: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** Where a key is put that a file does not have yet. */
const KEY_ORDER = ['$schema', 'type', 'name', 'renamedFrom', 'description', 'active', 'properties', 'targets'];

type Path = readonly [string] | readonly [string, string];

/** What a file says of one integration: values by their place in the file. */
type Values = ReadonlyMap<string, { readonly path: Path; readonly value: JsonValue }>;

/** Whether no file can say a value: one that is masked because a credential is inside, or looks like a reference and is none. */
function isUnsayable(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return isMasked(value) || hasReferenceSyntax(value);
  if (isArray(value)) return value.some(isUnsayable);
  return isObject(value) && Object.values(value).some(isUnsayable);
}

function toEntry(path: Path, value: JsonValue): readonly [string, { readonly path: Path; readonly value: JsonValue }] {
  return [path.join('/'), { path, value }];
}

/** A value as files hold it. Records of older consoles hold switches as text (API facts e.2). */
function fileValue(field: FieldSpec, value: JsonValue): JsonValue {
  return field.kind === 'boolean' ? (toFieldValue(field, value) ?? false) : value;
}

function plainFields(type: string): readonly FieldSpec[] {
  return integrationType(type).fields.filter((field) => !field.formOnly && !field.readOnly && !field.secret);
}

/** The plain values of an integration, without what a file cannot say. */
function valuesOf({ type, name, description, active, properties }: Integration): Values {
  const about = normalizeText(description);
  return new Map([
    toEntry(['name'], normalizeText(name)),
    ...(about === '' ? [] : [toEntry(['description'], about)]),
    toEntry(['active'], active),
    ...plainFields(type).flatMap((field) => {
      const value = own(properties, field.key);
      return value === undefined || value === null || value === '' || isUnsayable(value)
        ? []
        : [toEntry(['properties', field.key], fileValue(field, value))];
    }),
  ]);
}

/** Whether a target has a value that its file must leave as it is, since it cannot say it. */
function hides({ integration }: ExportedTarget, [place, key]: Path): boolean {
  return place === 'properties' && key !== undefined && isUnsayable(own(integration.properties, key));
}

/** What a file may leave out, because it means the same: nothing, off, and that a new integration is active. */
function isSaidBySilence([key]: Path, value: JsonValue): boolean {
  if (key === 'active') return value === true;
  return value === '' || value === false || (isObject(value) && Object.keys(value).length === 0);
}

function storedSecrets(targets: readonly ExportedTarget[]): readonly string[] {
  const keys = targets.flatMap(({ integration }) =>
    Object.entries(integration.secrets).flatMap(([key, has]) => (has && !key.includes('.') ? [key] : [])),
  );
  return [...new Set(keys)];
}

/** A file as it stands while it is written: reads the effective value of a target, writes where it belongs. */
class FileWriter {
  #text: string;
  readonly #targets: readonly ExportedTarget[];
  /** Aliases that the file had from the start: what it leaves out of them is left out on purpose. */
  readonly #known: ReadonlySet<string>;

  constructor(existing: string | undefined, targets: readonly ExportedTarget[]) {
    this.#text = existing ?? '{}\n';
    this.#targets = targets;
    const known = this.at(['targets']);
    this.#known = new Set(isObject(known) ? Object.keys(known) : []);
  }

  /** No target was in the file from the start: what stands at the top of it is said of any tenant. */
  get isForAll(): boolean {
    return this.#known.size === 0;
  }

  had(alias: string): boolean {
    return this.#known.has(alias);
  }

  get text(): string {
    return this.#text.endsWith('\n') ? this.#text : `${this.#text}\n`;
  }

  #root(): JsonObject {
    const root = parseJsoncValue(this.#text);
    return isObject(root) ? root : {};
  }

  at(path: readonly string[]): JsonValue | undefined {
    return path.reduce<JsonValue | undefined>(
      (value, key) => (isObject(value) ? own(value, key) : undefined),
      this.#root(),
    );
  }

  effective(alias: string, path: Path): JsonValue | undefined {
    return this.at(['targets', alias, ...path]) ?? this.at(path);
  }

  /** @param value undefined takes out what is said there. */
  set(path: readonly string[], value: JsonValue | undefined): void {
    if (isEqual(this.at(path), value)) return;
    const [key = ''] = path.slice(-1);
    const getInsertionIndex = (others: string[]): number => {
      const next = others.findIndex((other) => KEY_ORDER.indexOf(other) > KEY_ORDER.indexOf(key));
      return KEY_ORDER.includes(key) && next >= 0 ? next : others.length;
    };
    const edits = modify(this.#text, [...path], value, { formattingOptions: FORMATTING, getInsertionIndex });
    this.#text = applyEdits(this.#text, edits);
  }

  /** Says nothing of some targets, neither in them nor at the top. What stood at the top goes to the others. */
  leaveOut(path: Path, aliases: ReadonlySet<string>): void {
    for (const alias of aliases) this.set(['targets', alias, ...path], undefined);
    const top = this.at(path);
    if (aliases.size === 0 || top === undefined) return;
    for (const alias of this.#known)
      if (!aliases.has(alias)) this.set(['targets', alias, ...path], this.effective(alias, path));
    this.set(path, undefined);
  }

  /** Writes what each target should say: in the file where all of them agree, else in the targets. */
  write(path: Path, wished: ReadonlyMap<string, JsonValue>): void {
    const wrong = [...wished].filter(([alias, value]) => {
      const said = this.effective(alias, path);
      return !isEqual(said, value) && !(said === undefined && this.#known.has(alias) && isSaidBySilence(path, value));
    });
    if (wrong.length === 0) return;
    const [first] = wished.values();
    const targets = this.at(['targets']);
    const others = isObject(targets) ? Object.keys(targets).filter((alias) => !wished.has(alias)) : [];
    const agree =
      wished.size === this.#targets.length &&
      others.length === 0 &&
      [...wished.values()].every((value) => isEqual(value, first));
    if (agree && first !== undefined && wrong.every(([alias]) => this.at(['targets', alias, ...path]) === undefined))
      this.set(path, first);
    else for (const [alias, value] of wrong) this.set(['targets', alias, ...path], value);
  }
}

/** A value that a target must say itself, because another one has one: nothing, in the words of the value's kind. */
function blankOf(value: JsonValue): JsonValue {
  if (typeof value === 'boolean') return false;
  return isObject(value) ? {} : '';
}

/** The plain values that a file has already, maybe of something that the tenants do not have any more. */
function saidPlaces(writer: FileWriter, targets: readonly ExportedTarget[]): Values {
  const paths: readonly Path[] = [
    ['description'],
    ...plainFields(targets[0]?.integration.type ?? '').map(({ key }): Path => ['properties', key]),
  ];
  return new Map(
    targets.flatMap(({ alias }) =>
      paths.flatMap((path) => {
        const value = writer.effective(alias, path);
        return value === undefined ? [] : [toEntry(path, value)];
      }),
    ),
  );
}

function writeSecrets(
  writer: FileWriter,
  targets: readonly ExportedTarget[],
  { isSameSecret = () => true, isTakenSecret }: IntegrationFileOptions,
): readonly SecretReference[] {
  const references: SecretReference[] = [];
  const isNamed = (property: string): boolean =>
    targets.some(({ alias }) => writer.effective(alias, ['properties', property]) !== undefined);
  const named = secretKeys(targets[0]?.integration.type ?? '').filter(isNamed);
  for (const property of new Set([...storedSecrets(targets), ...named])) {
    const wished = new Map<string, JsonValue>();
    const isSame = isSameSecret(property);
    // The reference at the top is for a new target only where its value is that of one that has the reference already.
    const isShared =
      isSame &&
      (writer.isForAll ||
        targets.some(
          ({ alias, integration: { secrets } }) =>
            writer.had(alias) &&
            own(secrets, property) === true &&
            writer.at(['targets', alias, 'properties', property]) === undefined,
        ));
    for (const { alias, integration } of targets) {
      const inherits = isShared || writer.had(alias);
      const kept = inherits ? writer.effective(alias, ['properties', property]) : undefined;
      const reference = typeof kept === 'string' ? parseSecretReference(kept) : undefined;
      const ownAlias = isSame && inherits ? undefined : alias;
      const proposed = proposeSecretName(integration.name, property, ownAlias, isTakenSecret);
      const isStored = own(integration.secrets, property) === true;
      const inFile: SecretReference = reference ?? { source: 'secret', name: proposed };
      if (isStored) references.push(inFile);
      wished.set(alias, isStored ? formatSecretReference(inFile) : '');
    }
    writer.write(['properties', property], wished);
  }
  return references;
}

/**
 * Writes one integration, as it is in one or several tenants, as an integration file: what is equal in all stands in the
 * file, what differs in the targets. Never a secret: a stored one becomes a reference with a proposed name. Written twice,
 * the text is the same.
 * @param targets at least one, all of one known type.
 * @returns undefined for a type that files cannot hold.
 */
export function integrationFileText(
  targets: readonly ExportedTarget[],
  options: IntegrationFileOptions = {},
): IntegrationFileText | undefined {
  const [first] = targets;
  if (!first || !isKnownType(first.integration.type)) return undefined;
  const writer = new FileWriter(options.existing, targets);
  writer.set(['type'], first.integration.type);
  const all = new Map(targets.map(({ alias, integration }) => [alias, valuesOf(integration)]));
  const places = new Map([...saidPlaces(writer, targets), ...[...all.values()].flatMap((values) => [...values])]);
  for (const [key, { path, value: sample }] of places) {
    const hidden = new Set(targets.flatMap((target) => (hides(target, path) ? [target.alias] : [])));
    writer.leaveOut(path, hidden);
    const wished = [...all].flatMap(([alias, values]): [string, JsonValue][] =>
      hidden.has(alias) ? [] : [[alias, values.get(key)?.value ?? blankOf(sample)]],
    );
    writer.write(path, new Map(wished));
  }
  const references = writeSecrets(writer, targets, options);
  for (const { alias } of targets) if (writer.at(['targets', alias]) === undefined) writer.set(['targets', alias], {});
  return {
    text: writer.text,
    references: [...new Map(references.map((each) => [formatSecretReference(each), each])).values()],
  };
}
