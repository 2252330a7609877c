import * as v from 'valibot';
import type { FieldValue } from '../../core/catalog/model';
import type { Integration, IntegrationRef, Listener, ListenerRef, TenantRef } from '../../core/directory/model';
import { integrationKey, tenantKey } from '../../core/directory/refs';
import { isObject } from '../../core/base/json';

export type FormMode = 'create' | 'edit' | 'duplicate';

/**
 * Where a secret's value comes from; `none` waits for typing. What was typed is not part of a draft: it is kept beside
 * it, in memory, and a draft read back from disk starts without it.
 */
export type DraftSecret =
  | { readonly kind: 'none' }
  | { readonly kind: 'typed' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'saved'; readonly name: string };

/** What was entered into a form, without any secret value: all of it may be written to disk. */
export interface Draft {
  readonly mode: FormMode;
  readonly target?: TenantRef;
  /** Where its account signed in, as long as it was known: the same tenant elsewhere is another tenant. */
  readonly endpoint?: string;
  /** The integration being edited or copied, as it was when the form began; its secrets were cut out before. */
  readonly source?: Integration | Listener;
  /** The integration that the listener belongs to; absent where the form is about an integration. */
  readonly listenerOf?: Integration;
  readonly type: string;
  readonly name: string;
  /** The name was proposed, not typed, and may change with the type. */
  readonly nameProposed: boolean;
  readonly description: string;
  readonly active: boolean;
  /** Of every type visited, by property key, so that changing the type and back loses nothing. */
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly secrets: Readonly<Record<string, DraftSecret>>;
  /** Something was entered that the user would miss. */
  readonly dirty: boolean;
}

/**
 * Whether the user has entered something, or chosen another tenant, between two states of a form. A name that was
 * proposed may move by itself, and the account may have signed in again under another id.
 */
export function isEnteredSince(before: Draft, now: Draft): boolean {
  return (
    before.target?.tenantId !== now.target?.tenantId ||
    before.type !== now.type ||
    (before.name !== now.name && !now.nameProposed) ||
    before.description !== now.description ||
    before.active !== now.active ||
    before.values !== now.values ||
    before.secrets !== now.secrets
  );
}

/** Whether a draft replaces a secret: by one that was typed, or by a saved one. */
export function hasNewSecrets({ secrets }: Draft): boolean {
  return Object.values(secrets).some(({ kind }) => kind === 'typed' || kind === 'saved');
}

const text = v.string();
const json = v.custom<Integration['properties']>(isObject);

const recordFields = {
  accountId: text,
  tenantId: text,
  integrationId: text,
  ownerTenantId: text,
  type: text,
  name: text,
  description: text,
  active: v.boolean(),
  properties: json,
  secrets: v.record(text, v.boolean()),
  created: v.exactOptional(text),
  createdBy: v.exactOptional(text),
  updated: v.exactOptional(text),
  updatedBy: v.exactOptional(text),
};
const integration = v.object(recordFields);
const listener = v.object({ ...recordFields, listenerId: text, listenerType: v.exactOptional(text) });

const draftSchema = v.object({
  mode: v.picklist(['create', 'edit', 'duplicate']),
  target: v.exactOptional(v.object({ accountId: text, tenantId: text })),
  endpoint: v.exactOptional(text),
  source: v.exactOptional(v.union([listener, integration])),
  listenerOf: v.exactOptional(integration),
  type: text,
  name: text,
  nameProposed: v.boolean(),
  description: text,
  active: v.boolean(),
  values: v.record(text, v.union([text, v.boolean()])),
  secrets: v.record(
    text,
    v.variant('kind', [
      v.object({ kind: v.literal('none') }),
      v.object({ kind: v.literal('typed') }),
      v.object({ kind: v.literal('kept') }),
      v.object({ kind: v.literal('saved'), name: text }),
    ]),
  ),
  dirty: v.boolean(),
});

/** Where typed secrets come from once they are gone: they wait for typing. With no word on it, an edit keeps what is stored. */
export function withoutTyped(secrets: Draft['secrets']): Draft['secrets'] {
  return Object.fromEntries(
    Object.entries(secrets).map(([key, secret]) => [key, secret.kind === 'typed' ? { kind: 'none' } : secret]),
  );
}

/**
 * Reads a draft that an earlier window or version wrote.
 * @returns the draft, in which typed secrets wait for typing; undefined where it cannot be read.
 */
export function readDraft(value: unknown): Draft | undefined {
  const result = v.safeParse(draftSchema, value);
  if (!result.success) return undefined;
  return { ...result.output, secrets: withoutTyped(result.output.secrets) };
}

/** The key of the form of a create, an edit or a copy: one panel for each. */
export function formKey(mode: FormMode, target: TenantRef | IntegrationRef | ListenerRef | undefined): string {
  if (!target) return mode;
  const listener = 'listenerId' in target ? `/listener/${target.listenerId}` : '';
  return `${mode}/${'integrationId' in target ? integrationKey(target) : tenantKey(target)}${listener}`;
}

/** The key of a form that creates a listener of an integration. */
export function newListenerKey(owner: IntegrationRef): string {
  return `${formKey('create', owner)}/listener`;
}

/** The key of the form that a draft is of, where it has no number of its own. */
export function keyOfDraft({ mode, target, source, listenerOf }: Draft): string {
  if (mode !== 'create') return formKey(mode, source ?? target);
  return listenerOf ? newListenerKey(listenerOf) : formKey(mode, target);
}

/** The account that a key was made for. */
export function accountOfKey(key: string): string {
  return key.split('/')[1] ?? '';
}

/** Whether two keys are of the same form, whichever account each was made for. */
export function isSameForm(a: string, b: string): boolean {
  const withoutAccount = (key: string): string => key.replace(/^([^/]+)\/[^/]+/u, '$1');
  return withoutAccount(a) === withoutAccount(b);
}
