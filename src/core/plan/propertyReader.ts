import * as l10n from '@vscode/l10n';
import type { JsonValue } from '../base/json';
import { hasReferenceSyntax, parseSecretReference } from '../base/secretReference';
import { isEqual } from '../catalog/equality';
import { cutOutSecrets } from '../catalog/cutOutSecrets';
import { isStructured, type FieldSpec } from '../catalog/model';
import { isSecretProperty } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import type { FileIssue, FileSecret, FileValues } from './fileModel';
import { report, uniqueProperties, type FileReader } from './fileReader';
import { rangeOf, valueOfNode, type JsoncProperty, type TextRange } from '../base/jsonc';

/** What is read of one property: a plain value, a secret, or nothing where it is no use. */
type Read =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'secret'; readonly secret: FileSecret }
  | undefined;

function isRightKind(field: FieldSpec, value: JsonValue): boolean {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' || typeof value === 'string';
    case 'json':
    case 'map':
      return typeof value === 'object';
    default:
      return typeof value === 'string';
  }
}

function kindMessage(field: FieldSpec): string {
  if (field.kind === 'boolean') return l10n.t('“{0}” must be true or false.', field.key);
  if (isStructured(field.kind)) return l10n.t('“{0}” must be an object.', field.key);
  return field.kind === 'number'
    ? l10n.t('“{0}” must be a number.', field.key)
    : l10n.t('“{0}” must be a text.', field.key);
}

class PropertyReader {
  readonly #reader: FileReader;
  readonly #alias: string | undefined;

  constructor(reader: FileReader, alias: string | undefined) {
    this.#reader = reader;
    this.#alias = alias;
  }

  read({ key, keyRange, value: node }: JsoncProperty): Read {
    const { type } = this.#reader;
    if (type === undefined) return undefined;
    const value = valueOfNode(node);
    const range = rangeOf(node);
    const field = integrationType(type).fields.find((candidate) => candidate.key === key);
    const isSecret = isSecretProperty(type, key);
    if (!field || field.formOnly) {
      this.#report('unknownProperty', l10n.t('Integrations of this type do not have this property.'), keyRange, {
        severity: 'warning',
        subject: key,
      });
      // An old record may hold a secret that its type had once (API facts e.1). The plan refuses it for all others.
      if (!isSecret) return undefined;
    }
    if (isSecret || !field) return this.#secret(key, value, range);
    if (field.readOnly) {
      this.#report('readOnlyProperty', l10n.t('CxEngage sets this property itself. It is left out.'), keyRange, {
        severity: 'warning',
        subject: key,
      });
      return undefined;
    }
    if (typeof value === 'string' && hasReferenceSyntax(value)) {
      this.#report(
        'misplacedReference',
        l10n.t('References stand for secret properties only. “{0}” is not one.', key),
        range,
      );
      return undefined;
    }
    if (!isRightKind(field, value)) {
      this.#report('wrongType', kindMessage(field), range);
      return undefined;
    }
    const masked = cutOutSecrets(type, { [key]: value }).properties[key];
    if (!isEqual(masked, value)) {
      this.#report(
        'literalSecret',
        l10n.t('This value holds a credential. Integration files never hold one: take it out.'),
        range,
      );
      return undefined;
    }
    return { kind: 'value', value };
  }

  #secret(key: string, value: JsonValue, range: TextRange): Read {
    if (value === '') return { kind: 'secret', secret: 'empty' };
    const reference = typeof value === 'string' ? parseSecretReference(value) : undefined;
    if (reference) {
      const alias = this.#alias === undefined ? {} : { alias: this.#alias };
      this.#reader.references.push({ reference, range, property: key, ...alias });
      return { kind: 'secret', secret: reference };
    }
    if (typeof value === 'string' && hasReferenceSyntax(value)) {
      const message = l10n.t(
        'Write {0} or {1}. A reference stands for the whole value.',
        '${secret:NAME}',
        '${env:NAME}',
      );
      this.#report('badReference', message, range, { subject: key });
    } else {
      const message = l10n.t(
        'Secrets do not belong in a file. Move this value to Secret Storage, and refer to it by name.',
      );
      this.#report('literalSecret', message, range, { subject: key });
    }
    return undefined;
  }

  #report(code: FileIssue['code'], message: string, range: TextRange, more: Partial<FileIssue> = {}): void {
    const alias = this.#alias === undefined ? {} : { alias: this.#alias };
    report(this.#reader, code, message, range, { ...alias, ...more });
  }
}

/** Reads `properties` of a file or of one of its targets. A literal secret is an issue, and its value goes nowhere. */
export function readProperties(
  property: JsoncProperty | undefined,
  reader: FileReader,
  alias: string | undefined,
): Pick<FileValues, 'properties' | 'secrets'> {
  if (!property) return { properties: {}, secrets: {} };
  if (property.value.type !== 'object') {
    const message = l10n.t('“{0}” must be an object.', 'properties');
    report(reader, 'wrongType', message, rangeOf(property.value));
    return { properties: {}, secrets: {} };
  }
  const properties = new Map<string, JsonValue>();
  const secrets = new Map<string, FileSecret>();
  const each = new PropertyReader(reader, alias);
  for (const [key, found] of uniqueProperties(property.value, reader)) {
    const read = each.read(found);
    if (read?.kind === 'value') properties.set(key, read.value);
    if (read?.kind === 'secret') secrets.set(key, read.secret);
  }
  return { properties: Object.fromEntries(properties), secrets: Object.fromEntries(secrets) };
}
