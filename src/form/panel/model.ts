import * as l10n from '@vscode/l10n';
import { addListenerTypes, creatableListenerTypes } from '../../core/catalog/listenerTypes';
import { integrationType, integrationTypes } from '../../core/catalog/registry';
import { validate } from '../../core/catalog/validate';
import { normalize } from '../../core/catalog/text';
import { splitZendeskUser } from '../../core/catalog/zendeskRules';
import { checkGeneral } from '../../core/catalog/generalRules';
import type { FieldIssue, FieldSpec, FieldValue, FieldValues, IntegrationType } from '../../core/catalog/model';
import { visibleFields } from '../../core/catalog/values';
import type { Integration, TenantRef } from '../../core/directory/model';
import { PROPERTY_PREFIX, type FieldId } from '../contract';
import type { Draft, DraftSecret } from './draft';
import { subjectOf, type Subject } from './subject';
import { own } from '../../core/base/json';
import { isMasked } from '../../core/redact/masks';

/** An issue with its place in the form; empty for the form as a whole. */
export interface PlacedIssue {
  readonly at: FieldId;
  readonly issue: FieldIssue;
}

export function propertyId(key: string): FieldId {
  return `${PROPERTY_PREFIX}${key}`;
}

export function propertyKey(field: FieldId): string | undefined {
  return field.startsWith(PROPERTY_PREFIX) ? field.slice(PROPERTY_PREFIX.length) : undefined;
}

/** A name no other integration of the tenant has: the type's label, with a number where it is taken. */
export function proposeName(label: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.trim().toLowerCase()));
  let name = label;
  for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${label} ${number}`;
  return name;
}

/** One form as data: the draft, the secrets typed into it, which fields were touched, and the errors that the server gave. */
export class FormModel {
  #draft: Draft;
  readonly #typed = new Map<string, string>();
  /** By which change of the page each was typed; none of those that came otherwise. */
  readonly #typedSeqs = new Map<string, number>();
  readonly #touched = new Set<FieldId>();
  readonly #serverErrors = new Map<FieldId, string>();
  #isAllTouched = false;
  /** The highest sequence number of the page's changes that were taken. */
  ackSeq = 0;
  /** Names of the other integrations of the target tenant, as far as they are known. */
  existingNames: readonly string[] = [];

  /** The account's permissions in the tenant; undefined where they are not known, and the server decides. */
  permissions: readonly string[] | undefined;

  /** The target is a tenant of the sandbox, whose services are on this machine. */
  isSandbox = false;

  constructor(draft: Draft) {
    this.#draft = draft;
    if (draft.listenerOf) addListenerTypes();
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** What the form is about. */
  get subject(): Subject {
    return subjectOf(this.#draft);
  }

  get type(): IntegrationType {
    const { source, type } = this.#draft;
    return source?.type === type ? integrationType(type, source.properties, source.secrets) : integrationType(type);
  }

  /** What the user may choose from: the types customers create, and the source's own. */
  get typeChoices(): readonly IntegrationType[] {
    const { mode, source, listenerOf } = this.#draft;
    if (mode !== 'create') return [this.type];
    if (listenerOf) return creatableListenerTypes(listenerOf.type);
    return integrationTypes().filter((type) => type.creatable || type.id === source?.type);
  }

  get fields(): readonly FieldSpec[] {
    return visibleFields(this.type, this.values).map((field) =>
      this.#lacksPermission(field)
        ? {
            ...field,
            readOnly: true,
            help: l10n.t(
              'Your account lacks the permission {0}, so you cannot change this.',
              field.permissions?.[0] ?? '',
            ),
          }
        : field,
    );
  }

  #lacksPermission({ permissions }: FieldSpec): boolean {
    const { permissions: held } = this;
    return permissions !== undefined && held !== undefined && !permissions.some((name) => held.includes(name));
  }

  /** Form values without any secret. Values of another kind than the type's field has are left out. */
  get values(): FieldValues {
    const { type } = this;
    const fits = type.fields
      .filter((field) => !field.secret)
      .flatMap((field): [string, FieldValue][] => {
        const value = own(this.#draft.values, field.key);
        const wanted = field.kind === 'boolean' ? 'boolean' : 'string';
        const known = field.kind !== 'choice' || field.options?.some((option) => option.value === value);
        return value !== undefined && typeof value === wanted && known ? [[field.key, value]] : [];
      });
    return Object.fromEntries(fits);
  }

  /** Whether the integration edited or copied holds a value for a secret. */
  isStored(key: string): boolean {
    const { source, type } = this.#draft;
    return source?.type === type && own(source.secrets, key) === true;
  }

  secretSource(key: string): DraftSecret {
    const chosen = own(this.#draft.secrets, key);
    if (chosen && (chosen.kind !== 'kept' || this.isStored(key))) return chosen;
    return this.#draft.mode === 'edit' && this.isStored(key) ? { kind: 'kept' } : { kind: 'none' };
  }

  typedSecret(key: string): string | undefined {
    return this.secretSource(key).kind === 'typed' ? this.#typed.get(key) : undefined;
  }

  /** The page's change that a typed secret is from: nothing else in the page's field is what will be sent. */
  typedSeq(key: string): { readonly seq?: number } {
    const seq = this.#typedSeqs.get(key);
    return seq === undefined ? {} : { seq };
  }

  /** All typed secrets, also those of types not shown now; for the redactor and for a panel opened again. */
  typedSecrets(): ReadonlyMap<string, string> {
    return this.#typed;
  }

  /**
   * Takes what the user entered. Returns false for a field the form does not have.
   * @param isFix the value is a finding's suggestion, which was taken: the same text typed, or undone, says less.
   */
  change(field: FieldId, value: FieldValue, { isFix = false } = {}): boolean {
    const key = propertyKey(field);
    this.#serverErrors.delete(field);
    if (key !== undefined) {
      const spec = this.type.fields.find((candidate) => candidate.key === key);
      if (
        !spec ||
        spec.secret ||
        spec.readOnly ||
        this.#lacksPermission(spec) ||
        typeof value !== (spec.kind === 'boolean' ? 'boolean' : 'string')
      )
        return false;
      if (isFix && this.#draft.type === 'zendesk' && key === 'username') this.#moveCredential(value);
      this.#set({ values: { ...this.#draft.values, [key]: value } });
      return true;
    }
    if (field === 'active' && typeof value === 'boolean') {
      if (value && this.subject.isActiveLocked) return false;
      this.#set({ active: value });
    } else if (typeof value !== 'string') return false;
    else if (field === 'name') this.#set({ name: value, nameProposed: false });
    else if (field === 'description') this.#set({ description: value });
    else if (field === 'type') return this.#changeType(value);
    else return false;
    return true;
  }

  /** The fix of `agent@acme.com/token:key` keeps the user name; the key goes to its own field, unseen. */
  #moveCredential(username: FieldValue): void {
    const split = splitZendeskUser(String(this.values.username ?? ''));
    // A draft that was read back has a mask there.
    if (split?.username === username && !isMasked(split.secret)) this.typeSecret(propertyId('password'), split.secret);
  }

  /** @param seq the page's change by which it was typed there; absent where it comes from elsewhere. */
  typeSecret(field: FieldId, value: string, seq?: number): boolean {
    const key = propertyKey(field);
    if (key === undefined || !this.type.fields.some((spec) => spec.key === key && spec.secret)) return false;
    this.#serverErrors.delete(field);
    if (value === '') this.#typed.delete(key);
    else this.#typed.set(key, value);
    if (seq === undefined) this.#typedSeqs.delete(key);
    else this.#typedSeqs.set(key, seq);
    this.setSecretSource(key, value === '' ? { kind: 'none' } : { kind: 'typed' });
    return true;
  }

  setSecretSource(key: string, source: DraftSecret): void {
    if (source.kind !== 'typed') this.#typed.delete(key);
    this.#serverErrors.delete(propertyId(key));
    this.#set({ secrets: { ...this.#draft.secrets, [key]: source } });
  }

  setTarget(target: TenantRef, existingNames: readonly string[]): void {
    this.existingNames = existingNames;
    this.#set({ target: { accountId: target.accountId, tenantId: target.tenantId } });
    this.proposeName();
  }

  /** Continues with the same tenant under another account, e.g. after signing out and in again. */
  follow(target: TenantRef): void {
    const { accountId, tenantId } = target;
    const { source, target: before, listenerOf } = this.#draft;
    // A copy's source may be of another account, which did not go.
    const moved = source && source.accountId === before?.accountId ? { source: { ...source, accountId } } : {};
    const owner = listenerOf ? { listenerOf: { ...listenerOf, accountId } } : {};
    this.#draft = { ...this.#draft, target: { accountId, tenantId }, ...moved, ...owner };
  }

  /** The account of the target signed in there. */
  setEndpoint(endpoint: string): void {
    if (this.#draft.endpoint !== endpoint) this.#draft = { ...this.#draft, endpoint };
  }

  /** The integration of the listener is now this: its state decides what the listener may be. */
  setOwner(owner: Integration): void {
    this.#draft = { ...this.#draft, listenerOf: owner };
  }

  /** Replaces the draft as a whole, e.g. by one filled from a pasted request. */
  replace(draft: Draft): void {
    this.#draft = draft;
    this.#serverErrors.clear();
  }

  /** Begins again with a draft: nothing is typed and no field touched. */
  startOver(draft: Draft): void {
    this.replace(draft);
    this.#typed.clear();
    this.#touched.clear();
    this.#isAllTouched = false;
  }

  /** The keyboard left a field: from now on its errors show. */
  touch(field: FieldId): void {
    this.#touched.add(field);
    this.#normalize(field);
  }

  /** Shows what is tested and sent: the normal form of what was entered. What an edit started from stays as it is. */
  #normalize(at: FieldId): void {
    const field = this.type.fields.find(({ key }) => key === propertyKey(at));
    const value = field && !field.secret ? this.values[field.key] : undefined;
    if (!field || typeof value !== 'string') return;
    const { source, values } = this.#draft;
    const stored = source ? this.type.toValues(source.properties, source.secrets)[field.key] : undefined;
    const normal = normalize(field, value);
    if (normal !== value && value !== stored)
      this.#draft = { ...this.#draft, values: { ...values, [field.key]: normal } };
  }

  /** From here on every error shows: the user wanted to send. */
  touchAll(): void {
    this.#isAllTouched = true;
  }

  /**
   * Takes the server's errors, by the API's names: `name`, `active`, or a property's key (API facts g.2).
   * @returns the fields that show them now; an error of anything that the form does not show is not among them.
   */
  setServerErrors(errors: Readonly<Record<string, readonly string[]>>): readonly FieldId[] {
    return Object.entries(errors).flatMap(([key, texts]) => {
      const property = this.fields.find((field) => field.key === key.replace(/^properties\./, ''));
      const at = property
        ? propertyId(property.key)
        : ['name', 'description', 'active', 'type'].includes(key)
          ? key
          : undefined;
      if (at === undefined) return [];
      this.#serverErrors.set(at, texts.join(' '));
      return [at];
    });
  }

  /** Takes back the server's errors of the last try: the next one shows whether they still hold. */
  clearServerErrors(): void {
    this.#serverErrors.clear();
  }

  /** Every issue there is now, those of untouched fields included. */
  issues(existingNames = this.existingNames): readonly PlacedIssue[] {
    const { name, description } = this.#draft;
    const secrets = this.fields.filter((field) => field.secret).map((field) => field.key);
    const given = secrets.filter(
      (key) =>
        ['kept', 'saved'].includes(this.secretSource(key).kind) || (this.#draft.mode === 'edit' && this.isStored(key)),
    );
    const typed = Object.fromEntries(
      secrets.flatMap((key) => {
        const value = this.typedSecret(key);
        return value === undefined ? [] : [[key, value]];
      }),
    );
    const what = this.#draft.listenerOf ? 'listener' : 'integration';
    const general = checkGeneral({ name, description }, existingNames, what).map((issue) => ({
      at: issue.field,
      issue,
    }));
    const own = validate(
      this.type,
      { ...this.values, ...typed },
      {
        stored: new Set(given),
        allowsLoopback: this.isSandbox,
        basis:
          this.#draft.mode === 'edit' && this.#draft.source
            ? this.type.toValues(this.#draft.source.properties, this.#draft.source.secrets)
            : undefined,
      },
    );
    const placed = own.map((issue) => ({ at: issue.field === '' ? '' : propertyId(issue.field), issue }));
    const serverErrors = [...this.#serverErrors].map(([at, message]): PlacedIssue => ({
      at,
      issue: { field: at, severity: 'error', message },
    }));
    return [...serverErrors, ...general, ...placed];
  }

  /** Whether an issue is shown: once its field was touched; the server's errors and advice at once. */
  shows({ at, issue }: PlacedIssue): boolean {
    return issue.severity === 'advice' || this.#isAllTouched || this.#touched.has(at) || this.#serverErrors.has(at);
  }

  /** Proposes a name that is free in the tenant, as long as the user typed none: of a copy that of its source. */
  proposeName(): void {
    if (!this.#draft.nameProposed) return;
    const source = this.#draft.source?.name;
    const isTaken = source !== undefined && proposeName(source, this.existingNames) !== source;
    const label = isTaken ? l10n.t('{0} (copy)', source) : (source ?? this.type.label);
    this.#draft = { ...this.#draft, name: proposeName(label, this.existingNames) };
  }

  #changeType(id: string): boolean {
    if (this.#draft.mode !== 'create' || !this.typeChoices.some((type) => type.id === id)) return false;
    // Another type alone is nothing that the user would miss.
    this.#draft = { ...this.#draft, type: id };
    this.#serverErrors.clear();
    this.#isAllTouched = false;
    this.proposeName();
    return true;
  }

  #set(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change, dirty: true };
  }
}
