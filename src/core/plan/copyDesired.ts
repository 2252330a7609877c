import * as l10n from '@vscode/l10n';
import { own, type JsonObject, type JsonValue } from '../base/json';
import type { SecretReference } from '../base/secretReference';
import { cutOutSecrets } from '../catalog/cutOutSecrets';
import type { FieldSpec, IntegrationType } from '../catalog/model';
import { integrationType } from '../catalog/registry';
import { normalizeText } from '../catalog/text';
import { emptyWireValue, visibleFields } from '../catalog/values';
import type { Integration, IntegrationDraft, Tenant, TenantRef } from '../directory/model';
import { integrationKey, tenantKey } from '../directory/refs';
import { holdsMaskText } from '../directory/restoreSecrets';
import { isMasked } from '../redact/masks';
import type { Cannot, DesiredIntegration, Origin } from './model';

/** What is copied: a stored integration, or what was typed in a form. Holds no secret value. */
export interface CopySource {
  /** The same for the same source, for maps. */
  readonly key: string;
  readonly origin: Origin;
  /** The tenant that has it; it gets no copy. */
  readonly tenant?: TenantRef;
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly properties: JsonObject;
  /** Which secret properties have a value. */
  readonly secrets: Readonly<Record<string, boolean>>;
}

/**
 * A draft to be created in several tenants, its secrets in the clear. A class, so that whoever receives it knows by
 * `instanceof` that it was made in this extension.
 */
export class DraftToCopy {
  /** @param tenant the one that the form is for; it is offered first. */
  constructor(
    readonly draft: IntegrationDraft,
    readonly tenant?: TenantRef,
  ) {}
}

/** A value of a source that must not be seen: a secret property, or one with a credential inside. */
export interface CopiedSecret {
  readonly source: CopySource;
  readonly property: string;
  readonly label: string;
}

/**
 * Where a copy gets a secret from. `leaveOut` creates it inactive with a placeholder, since CxEngage demands a value
 * (API facts e.1); an integration that exists keeps its own.
 */
export type SecretChoice =
  | { readonly kind: 'reference'; readonly reference: SecretReference }
  | { readonly kind: 'leaveOut' };

/** What to do where a tenant has an integration of that name. `rename` gives the other name. */
export type NameTaken =
  | { readonly kind: 'update' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'rename'; readonly nameOf: (source: CopySource) => string };

/** All that matters of what a tenant has already. */
type Named = Pick<Integration, 'name'>;

export interface CopyOptions {
  readonly sources: readonly CopySource[];
  readonly targets: readonly TenantRef[];
  readonly choose: (secret: CopiedSecret) => SecretChoice;
  /** Stands for what `leaveOut` stores. */
  readonly placeholder: SecretReference;
  readonly nameTaken: NameTaken;
  /** What a tenant has; undefined where it could not be read, and then nothing is made there. */
  readonly existing: (target: TenantRef) => readonly Named[] | undefined;
  readonly tenantName: (target: TenantRef) => string;
}

/** A stored integration as the source of copies. */
export function copySourceOf(integration: Integration, tenant: Tenant | undefined): CopySource {
  const { accountId, tenantId, integrationId, type, name, description, active, properties, secrets } = integration;
  const from = { accountId, tenantId, integrationId };
  return {
    key: integrationKey(from),
    origin: { kind: 'copy', from, fromTenant: tenant?.name ?? tenantId },
    tenant: { accountId, tenantId },
    type,
    name,
    description,
    active,
    properties,
    secrets,
  };
}

/** What was typed in a form as the source of copies. Its secrets are given apart: `secretsToCopy` names them. */
export function copySourceOfDraft(draft: IntegrationDraft): CopySource {
  return {
    key: 'draft',
    origin: { kind: 'draft' },
    type: draft.type,
    name: draft.name.trim(),
    description: draft.description?.trim() ?? '',
    active: draft.active,
    ...cutOutSecrets(draft.type, draft.properties),
  };
}

function typeOf({ type, properties, secrets }: CopySource): IntegrationType {
  return integrationType(type, properties, secrets);
}

function isCopied(field: FieldSpec): boolean {
  return field.formOnly !== true && field.readOnly !== true;
}

/** Whether a property's value must not be seen. */
function isHiddenValue({ properties, secrets }: CopySource, field: FieldSpec): boolean {
  return field.secret === true ? own(secrets, field.key) === true : holdsMaskText(own(properties, field.key));
}

/** The values of a source that a copy needs and nobody may see, in the form's order. What the source does not use is not one. */
export function secretsToCopy(source: CopySource): readonly CopiedSecret[] {
  const type = typeOf(source);
  return visibleFields(type, type.toValues(source.properties, source.secrets))
    .filter((field) => isCopied(field) && isHiddenValue(source, field))
    .map(({ key, label }) => ({ source, property: key, label }));
}

/** Whether a tenant has a name. With a part of it hidden, several may look the same. */
type HasName = (name: string) => boolean;

function hasNameOf(existing: readonly Named[]): HasName {
  const names = new Set(existing.map(({ name }) => normalizeText(name)));
  return (name) => !isMasked(name) && names.has(normalizeText(name));
}

function isOwn({ tenant }: CopySource, target: TenantRef): boolean {
  return tenant !== undefined && tenantKey(tenant) === tenantKey(target);
}

/** The tenants that have an integration of a source's name already, each with that name. */
export function takenNames(
  options: Pick<CopyOptions, 'sources' | 'targets' | 'existing'>,
): readonly { readonly source: CopySource; readonly target: TenantRef }[] {
  const targets = options.targets.flatMap((target): (readonly [TenantRef, HasName])[] => {
    const there = options.existing(target);
    return there ? [[target, hasNameOf(there)]] : [];
  });
  return options.sources.flatMap((source) =>
    targets
      .filter(([target, hasName]) => !isOwn(source, target) && hasName(source.name))
      .map(([target]) => ({ source, target })),
  );
}

/** Plain values of a source. What it leaves blank is said to be blank, so that an update makes the two alike. */
function plainValues(source: CopySource, isUpdate: boolean, leavesOut: boolean): JsonObject {
  const type = typeOf(source);
  // An integration that keeps its own secret keeps the user name that belongs to it, and so its way of signing in.
  const isKept = ({ visibleWhen }: FieldSpec): boolean =>
    isUpdate && leavesOut && type.fields.some(({ key, formOnly }) => formOnly === true && key === visibleWhen?.field);
  const fields = type.fields.filter(
    (field) => isCopied(field) && !field.secret && !isHiddenValue(source, field) && !isKept(field),
  );
  return Object.fromEntries(
    fields.map((field): [string, JsonValue] => [field.key, own(source.properties, field.key) ?? emptyWireValue(field)]),
  );
}

function desiredCopy(
  source: CopySource,
  target: TenantRef,
  name: string,
  isUpdate: boolean,
  { choose, placeholder }: CopyOptions,
): DesiredIntegration {
  const chosen = secretsToCopy(source).map((secret) => ({ key: secret.property, choice: choose(secret) }));
  const leavesOut = chosen.some(({ choice }) => choice.kind === 'leaveOut');
  const secrets = chosen.flatMap(({ key, choice }): (readonly [string, SecretReference])[] => {
    if (choice.kind === 'reference') return [[key, choice.reference]];
    return isUpdate ? [] : [[key, placeholder]];
  });
  return {
    origin: source.origin,
    target: { kind: 'tenant', ref: target, isProduction: false },
    ...(isUpdate ? {} : { isNew: true }),
    type: source.type,
    values: {
      name,
      description: source.description,
      ...(isUpdate && leavesOut ? {} : { active: source.active && !leavesOut }),
      properties: plainValues(source, isUpdate, leavesOut),
      secrets: Object.fromEntries(secrets),
    },
  };
}

/** A name that the tenant has, or that another copy takes. */
function nameConflict(name: string): Cannot {
  return { code: 'sameName', message: l10n.t('“{0}” is taken in this tenant too. Choose another name.', name) };
}

/** Planning reads the tenant again, and would make an update of a copy whose name turns out to be taken. */
function notRead(tenantName: string): Cannot {
  const message = l10n.t('{0} could not be read, so what it has is not known. Copy to it again.', tenantName);
  return { code: 'unreachable', message };
}

/** Copies of integrations as they should be in other tenants, one for each source and tenant. */
export function desiredCopies(options: CopyOptions): readonly DesiredIntegration[] {
  const { sources, targets, nameTaken, existing, tenantName } = options;
  return targets.flatMap((target) => {
    const there = existing(target);
    if (!there) {
      const cannot = notRead(tenantName(target));
      return sources
        .filter((source) => !isOwn(source, target))
        .map((source) => ({ ...desiredCopy(source, target, source.name, false, options), cannot }));
    }
    const hasName = hasNameOf(there);
    const used = new Set<string>();
    return sources.flatMap((source): readonly DesiredIntegration[] => {
      if (isOwn(source, target)) return [];
      const isTaken = hasName(source.name);
      if (isTaken && nameTaken.kind === 'skip') return [];
      const isRenamed = isTaken && nameTaken.kind === 'rename';
      const name = isRenamed ? nameTaken.nameOf(source).trim() : source.name;
      const desired = desiredCopy(source, target, name, isTaken && !isRenamed, options);
      const isDouble = used.has(name) || (isRenamed && hasName(name));
      used.add(name);
      return [isDouble ? { ...desired, cannot: nameConflict(name) } : desired];
    });
  });
}
