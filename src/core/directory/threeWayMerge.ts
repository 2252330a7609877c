import * as l10n from '@vscode/l10n';
import type { ApiIntegration } from '../api/model';
import { isMasked, MASK } from '../redact/masks';
import { isSecretProperty } from '../catalog/properties';
import { NEVER_SENT } from '../catalog/define';
import { own, type JsonObject, type JsonValue } from '../base/json';
import { maskSecretText, unmaskSecretText } from '../redact/secretText';
import { cutOutSecrets } from '../catalog/cutOutSecrets';
import { restoreSecrets } from './restoreSecrets';
import type { FieldConflict, Integration, IntegrationChange } from './model';
import { isEqual } from '../catalog/equality';

/** What a change wants, field by field. `undefined` in `properties` removes the key. */
export interface Edit {
  readonly top: ReadonlyMap<TopField, string | boolean>;
  readonly properties: ReadonlyMap<string, JsonValue | undefined>;
  /** New values of secrets; empty text clears one, which only an explicit wish does. */
  readonly secrets: ReadonlyMap<string, string>;
}

export type TopField = 'name' | 'description' | 'active';
const TOP_FIELDS: readonly TopField[] = ['name', 'description', 'active'];

/** What the change started from. */
export interface Basis {
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly updated?: string | undefined;
  /** With the secrets where `exact`, without them otherwise. */
  readonly properties: JsonObject;
  readonly exact: boolean;
}

/** The basis a user saw: no secret in it. */
export function basisFrom(seen: Integration): Basis {
  return {
    name: seen.name,
    description: seen.description,
    active: seen.active,
    updated: seen.updated,
    properties: seen.properties,
    exact: false,
  };
}

/** A basis as the server gave it, secrets included. */
export function exactBasis(read: ApiIntegration): Basis {
  return {
    name: read.name,
    description: read.description,
    active: read.active,
    updated: read.updated,
    properties: read.properties,
    exact: true,
  };
}

/** A text that is nothing but a mask: it keeps what is stored. One with a mask in it has a change around it. */
function isWholeMask(text: string): boolean {
  return isMasked(text) && (!text.includes(MASK) || text.trim() === MASK);
}

/** Reads a change: what says nothing (blank or masked secrets, properties that are never sent) is left out. */
export function editFrom(change: IntegrationChange, type: string): Edit {
  const properties = new Map<string, JsonValue | undefined>();
  const secrets = new Map<string, string>();
  for (const [key, value] of Object.entries(change.properties ?? {})) {
    if (NEVER_SENT.has(key) || (typeof value === 'string' && isWholeMask(value))) continue;
    // An unused secret is sent empty (API facts d.3): here the empty text is a wish, not "keep".
    if (isSecretProperty(type, key) && typeof value === 'string') secrets.set(key, value);
    else properties.set(key, value);
  }
  for (const [key, value] of Object.entries(change.secrets ?? {})) {
    if (value.trim() !== '' && !isMasked(value)) secrets.set(key, value);
  }
  const top = new Map<TopField, string | boolean>();
  for (const field of TOP_FIELDS) {
    const value = change[field];
    if (value !== undefined) top.set(field, value);
  }
  return { top, properties, secrets };
}

export function isEmpty(edit: Edit): boolean {
  return edit.top.size === 0 && edit.properties.size === 0 && edit.secrets.size === 0;
}

/** The result of holding an edit against what it started from and what the server has now. */
export interface MergeResult {
  /** What is left to send: mine, where it differs from the basis and from the server. */
  readonly edit: Edit;
  readonly conflicts: readonly FieldConflict[];
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 500 ? `${text.slice(0, 499)}…` : text;
}

/** One field from the three sides, as compared and as a person may see it. */
interface Sides {
  readonly mine: JsonValue | undefined;
  readonly was: JsonValue | undefined;
  readonly now: JsonValue | undefined;
  readonly seen: {
    readonly mine: JsonValue | undefined;
    readonly was: JsonValue | undefined;
    readonly now: JsonValue | undefined;
  };
}

function masked<T extends JsonValue | undefined>(value: T): T | string {
  return typeof value === 'string' ? maskSecretText(value) : value;
}

/** Names and descriptions may hold secrets too: they are compared as properties are. */
function topSides(field: TopField, mine: string | boolean, basis: Basis | undefined, theirs: ApiIntegration): Sides {
  const shownNow = masked(theirs[field]);
  const isExact = basis?.exact !== false && mine !== shownNow;
  return {
    mine,
    was: basis?.[field],
    now: isExact ? theirs[field] : shownNow,
    seen: { mine: masked(mine), was: masked(basis?.[field]), now: shownNow },
  };
}

/** A property may hide secrets inside: what was shown is compared with what would be shown, and nothing else is shown. */
function propertySides(
  key: string,
  mine: JsonValue | undefined,
  basis: Basis | undefined,
  theirs: ApiIntegration,
): Sides {
  const visible = (properties: JsonObject): JsonValue | undefined =>
    own(cutOutSecrets(theirs.type, properties).properties, key);
  const shownNow = visible(theirs.properties);
  const seen = {
    mine: visible({ ...theirs.properties, [key]: mine }),
    was: basis && visible(basis.properties),
    now: shownNow,
  };
  const exact = basis?.exact !== false;
  const now = exact && !isEqual(mine, shownNow) ? own(theirs.properties, key) : shownNow;
  return { mine, was: basis && own(basis.properties, key), now, seen };
}

/**
 * Three-way merge. A field that only one side changed is merged without asking; one that both changed, to
 * different values, is a conflict. Without a basis every wish stands.
 */
export function merge(wish: Edit, basis: Basis | undefined, theirs: ApiIntegration): MergeResult {
  const conflicts: FieldConflict[] = [];
  /** Says whether the wish is still to be sent, and notes a conflict. */
  const stands = (field: string, { mine, was, now, seen }: Sides): boolean => {
    if (isEqual(mine, now)) return false;
    if (!basis) return true;
    if (isEqual(mine, was)) return false;
    if (!isEqual(was, now))
      conflicts.push({ field, basis: shown(seen.was), theirs: shown(seen.now), mine: shown(seen.mine) });
    return true;
  };
  const top = new Map(
    [...wish.top]
      .filter(([field, value]) => stands(field, topSides(field, value, basis, theirs)))
      .map(([field, value]) => {
        const stored = theirs[field];
        const isText = typeof value === 'string' && typeof stored === 'string';
        return [field, isText ? unmaskSecretText(value, stored) : value];
      }),
  );
  const shownNow = cutOutSecrets(theirs.type, theirs.properties).properties;
  const properties = new Map(
    [...wish.properties]
      .filter(([key, value]) => stands(conflictField(key), propertySides(key, value, basis, theirs)))
      .map(([key, value]) => [
        key,
        value === undefined ? undefined : restoreSecrets(value, own(shownNow, key), own(theirs.properties, key)),
      ]),
  );
  const secrets = new Map([...wish.secrets].filter(([key, value]) => !isEqual(value, own(theirs.properties, key))));
  for (const [key, value] of secrets) {
    if (basis && secretMayHaveMoved(key, basis, theirs)) conflicts.push(secretConflict(key, value === ''));
  }
  return { edit: { top, properties, secrets }, conflicts };
}

/** A property's name in a conflict; one that is called like an integration's own field is told apart. */
function conflictField(key: string): string {
  return TOP_FIELDS.some((field) => field === key) ? `properties.${key}` : key;
}

/** What the user started from holds no secret; so a secret may have moved whenever the integration did. */
function secretMayHaveMoved(key: string, basis: Basis, theirs: ApiIntegration): boolean {
  return basis.exact
    ? !isEqual(own(basis.properties, key), own(theirs.properties, key))
    : basis.updated !== theirs.updated;
}

function secretConflict(field: string, isEmptied: boolean): FieldConflict {
  return {
    field,
    basis: '',
    theirs: l10n.t('not shown; it may have been changed'),
    mine: isEmptied ? '' : l10n.t('the new value you entered'),
  };
}

/**
 * In what the server moved since the basis, whether or not the change is about it; undefined where it did not. The list is
 * empty where only a secret moved, or the date.
 */
export function movedFields(wish: Edit, basis: Basis, theirs: ApiIntegration): readonly FieldConflict[] | undefined {
  const visible = (properties: JsonObject): JsonObject => cutOutSecrets(theirs.type, properties).properties;
  const was = visible(basis.properties);
  const now = visible(theirs.properties);
  const wished = visible(Object.fromEntries(wish.properties));
  const field = (name: string, before: JsonValue | undefined, after: JsonValue | undefined, mine = before) =>
    isEqual(before, after)
      ? []
      : [{ field: name, basis: shown(before), theirs: shown(after), mine: shown(mine) } satisfies FieldConflict];
  const moved = [
    // What the user started from has its credentials masked, in names and descriptions too.
    ...TOP_FIELDS.flatMap((name) => field(name, masked(basis[name]), masked(theirs[name]), wish.top.get(name))),
    ...[...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((key) =>
      field(conflictField(key), own(was, key), own(now, key), own(wished, key)),
    ),
  ];
  return moved.length > 0 || basis.updated !== theirs.updated ? moved : undefined;
}
