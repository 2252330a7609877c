import * as l10n from '@vscode/l10n';
import { TimeSlicer } from '../base/timeSlicer';
import { integrationType, integrationTypes, isKnownType } from '../catalog/registry';
import type { FileIssue, FileTarget, FileValues, IntegrationFile } from './fileModel';
import { checkRules } from './fileRules';
import { report, uniqueProperties, type FileReader } from './fileReader';
import { rangeOf, valueOfNode, type JsoncProperty, type TextRange } from '../base/jsonc';
import { parseJsonc } from './jsoncDocument';
import { readProperties } from './propertyReader';

/** Names of tenants in files: they are typed, and stand in diagnostics and reports. */
export const ALIAS = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/u;

const FILE_KEYS = new Set(['$schema', 'type', 'name', 'renamedFrom', 'description', 'active', 'properties', 'targets']);
const TARGET_KEYS = new Set(['name', 'renamedFrom', 'description', 'active', 'properties']);

const NOTHING: FileValues = { properties: {}, secrets: {} };

function textAt(properties: ReadonlyMap<string, JsoncProperty>, key: string, reader: FileReader): string | undefined {
  const property = properties.get(key);
  if (!property) return undefined;
  const value = valueOfNode(property.value);
  if (typeof value === 'string') return value;
  report(reader, 'wrongType', l10n.t('“{0}” must be a text.', key), rangeOf(property.value));
  return undefined;
}

function booleanAt(
  properties: ReadonlyMap<string, JsoncProperty>,
  key: string,
  reader: FileReader,
): boolean | undefined {
  const property = properties.get(key);
  if (!property) return undefined;
  const value = valueOfNode(property.value);
  if (typeof value === 'boolean') return value;
  report(reader, 'wrongType', l10n.t('“{0}” must be true or false.', key), rangeOf(property.value));
  return undefined;
}

function reportUnknownKeys(
  properties: ReadonlyMap<string, JsoncProperty>,
  known: ReadonlySet<string>,
  reader: FileReader,
): void {
  for (const { key, keyRange } of properties.values()) {
    if (!known.has(key))
      report(reader, 'unknownKey', l10n.t('Unknown key in an integration file.'), keyRange, {
        severity: 'warning',
        subject: key,
      });
  }
}

function readValues(properties: ReadonlyMap<string, JsoncProperty>, reader: FileReader, alias?: string): FileValues {
  const name = textAt(properties, 'name', reader);
  const renamedFrom = textAt(properties, 'renamedFrom', reader);
  const description = textAt(properties, 'description', reader);
  const active = booleanAt(properties, 'active', reader);
  return {
    ...(name === undefined ? {} : { name }),
    ...(renamedFrom === undefined ? {} : { renamedFrom }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { active }),
    ...readProperties(properties.get('properties'), reader, alias),
  };
}

/** Yields after each target: a file may have a thousand. */
function* readTargets(property: JsoncProperty | undefined, reader: FileReader): Generator<void, readonly FileTarget[]> {
  if (!property) return [];
  if (property.value.type !== 'object') {
    report(reader, 'wrongType', l10n.t('“{0}” must be an object.', 'targets'), rangeOf(property.value));
    return [];
  }
  const targets: FileTarget[] = [];
  for (const { key: alias, keyRange: aliasRange, value } of uniqueProperties(property.value, reader).values()) {
    if (!ALIAS.test(alias)) {
      const message = l10n.t('An alias has letters, digits, “_”, “-” and “.”, at most 64.');
      report(reader, 'badAlias', message, aliasRange);
    } else if (value.type !== 'object') {
      const message = l10n.t('A target must be an object. Write {0} where nothing differs.', '{}');
      report(reader, 'wrongType', message, rangeOf(value));
    } else {
      const properties = uniqueProperties(value, reader);
      reportUnknownKeys(properties, TARGET_KEYS, reader);
      targets.push({ alias, aliasRange, values: readValues(properties, reader, alias) });
    }
    yield;
  }
  return targets;
}

function readType(
  property: JsoncProperty | undefined,
  root: TextRange,
  reader: Pick<FileReader, 'issues'>,
): string | undefined {
  if (!property) {
    report(reader, 'missing', l10n.t('“{0}” is missing.', 'type'), { offset: root.offset, length: 1 });
    return undefined;
  }
  const value = valueOfNode(property.value);
  const range = rangeOf(property.value);
  if (typeof value !== 'string') {
    report(reader, 'wrongType', l10n.t('“{0}” must be a text.', 'type'), range);
    return undefined;
  }
  if (!isKnownType(value)) {
    // The API takes lower case only (API facts d.6), and the documentation writes the types otherwise.
    const close = integrationTypes().find(({ id, label }) =>
      [id, label.toLowerCase()].includes(value.trim().toLowerCase()),
    );
    const message = l10n.t('Unknown integration type.');
    report(reader, 'unknownType', message, range, close === undefined ? {} : { suggestion: close.id });
    return undefined;
  }
  if (!integrationType(value).creatable) {
    const message = l10n.t('CxEngage sets up integrations of this type. A file can change one, but not create it.');
    report(reader, 'notCreatable', message, range, { severity: 'information' });
  }
  return value;
}

/** A file of which nothing could be read. */
export function unreadIntegrationFile(issues: readonly FileIssue[]): IntegrationFile {
  return { type: undefined, values: NOTHING, targets: [], references: [], issues };
}

function* readFile(text: string): Generator<void, IntegrationFile> {
  const { root, issues: syntax } = parseJsonc(text);
  yield;
  const issues: FileIssue[] = [...syntax];
  if (root?.type !== 'object') {
    if (syntax.length === 0)
      report({ issues }, 'wrongType', l10n.t('An integration file holds one object.'), {
        offset: 0,
        length: text.length,
      });
    return unreadIntegrationFile(issues);
  }
  const properties = uniqueProperties(root, { issues });
  const reader: FileReader = {
    type: readType(properties.get('type'), rangeOf(root), { issues }),
    issues,
    references: [],
  };
  reportUnknownKeys(properties, FILE_KEYS, reader);
  const values = readValues(properties, reader);
  const targets = yield* readTargets(properties.get('targets'), reader);
  const { type, references } = reader;
  // Rules on half a file would complain about what is still being typed.
  if (syntax.length === 0 && type !== undefined) issues.push(...(yield* checkRules({ type, values, targets, root })));
  return { type, values, targets, references, issues };
}

/**
 * Reads an integration file. Never throws, makes no request and resolves no reference; what is wrong is in `issues`, each
 * with its place inside the text.
 */
export function parseIntegrationFile(text: string): IntegrationFile {
  const reading = readFile(text);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** As `parseIntegrationFile`, giving way to others in between: for many files, or many targets. */
export async function parseIntegrationFileInSlices(text: string): Promise<IntegrationFile> {
  const reading = readFile(text);
  const slices = new TimeSlicer();
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
    if (slices.shouldYield) await slices.yield();
  }
}
