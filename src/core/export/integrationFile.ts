import { isArray, isObject, own, type JsonValue } from '../base/json';
import {
  formatSecretReference,
  hasReferenceSyntax,
  parseSecretReference,
  type SecretReference,
} from '../base/secretReference';
import type { FieldSpec } from '../catalog/model';
import { integrationType, isKnownType } from '../catalog/registry';
import { normalizeText } from '../catalog/text';
import { toFieldValue } from '../catalog/values';
import { leftOutKeys, storedKeys } from '../directory/hiddenKeys';
import type { Integration } from '../directory/model';
import { isMasked } from '../redact/masks';
import { isSentBack, secretKeys } from '../catalog/properties';
import { proposeSecretName } from './fileNames';
import { FileWriter, type Path } from './fileWriter';

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
  readonly signal?: AbortSignal;
}

/** An integration file's text, and the references in it. */
export interface IntegrationFileText {
  readonly text: string;
  readonly references: readonly SecretReference[];
}

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
    ...(about === '' || isMasked(about) ? [] : [toEntry(['description'], about)]),
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
  if (place === 'description') return isMasked(integration.description);
  return place === 'properties' && key !== undefined && isUnsayable(own(integration.properties, key));
}

function storedSecrets(targets: readonly ExportedTarget[]): readonly string[] {
  const keys = targets.flatMap(({ integration }) =>
    storedKeys(integration).filter((key) => !key.includes('.') && isSentBack(integration.type, key)),
  );
  return [...new Set(keys)];
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

async function writeSecrets(
  writer: FileWriter,
  targets: readonly ExportedTarget[],
  { isSameSecret = () => true, isTakenSecret }: IntegrationFileOptions,
): Promise<readonly SecretReference[]> {
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
            writer.own(alias, ['properties', property]) === undefined,
        ));
    for (const { alias, integration } of targets) {
      const inherits = isShared || writer.had(alias);
      const kept = inherits ? writer.effective(alias, ['properties', property]) : undefined;
      const reference = typeof kept === 'string' ? parseSecretReference(kept) : undefined;
      const ownAlias = isSame && inherits ? undefined : alias;
      const proposed = proposeSecretName(integration.name, property, ownAlias, isTakenSecret);
      const stored = own(integration.secrets, property);
      // The server may leave out what it stores: then what the file says stays, and a new target gets a name of its own.
      if (stored === undefined && inherits) {
        if (reference) references.push(reference);
        continue;
      }
      const isStored = stored ?? leftOutKeys(integration).includes(property);
      const inFile: SecretReference = reference ?? { source: 'secret', name: proposed };
      if (isStored) references.push(inFile);
      wished.set(alias, isStored ? formatSecretReference(inFile) : '');
    }
    await writer.write(['properties', property], wished);
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
export async function integrationFileText(
  targets: readonly ExportedTarget[],
  options: IntegrationFileOptions = {},
): Promise<IntegrationFileText | undefined> {
  const [first] = targets;
  if (!first || !isKnownType(first.integration.type)) return undefined;
  const writer = new FileWriter(options.existing, targets.length, options.signal);
  await writer.set(['type'], first.integration.type);
  const all = new Map(targets.map(({ alias, integration }) => [alias, valuesOf(integration)]));
  const places = new Map([...saidPlaces(writer, targets), ...[...all.values()].flatMap((values) => [...values])]);
  for (const [key, { path, value: sample }] of places) {
    const hidden = new Set(targets.flatMap((target) => (hides(target, path) ? [target.alias] : [])));
    await writer.leaveOut(path, hidden);
    const wished = [...all].flatMap(([alias, values]): [string, JsonValue][] =>
      hidden.has(alias) ? [] : [[alias, values.get(key)?.value ?? blankOf(sample)]],
    );
    await writer.write(path, new Map(wished));
  }
  const references = await writeSecrets(writer, targets, options);
  return {
    text: writer.textWith(targets.map(({ alias }) => alias)),
    references: [...new Map(references.map((each) => [formatSecretReference(each), each])).values()],
  };
}
