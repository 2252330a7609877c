import type { JsonObject } from '../base/json';

/**
 * How a field is entered and checked. `map` is an object of names and texts, entered in rows (`mapRows.ts`); `json` is text
 * that must parse, for nested values of rare types.
 */
export type FieldKind = 'text' | 'url' | 'email' | 'number' | 'boolean' | 'choice' | 'map' | 'json';

/** Whether a field of this kind holds an object. */
export function isStructured(kind: FieldKind): boolean {
  return kind === 'json' || kind === 'map';
}

/** What a form field holds: text for every kind but `boolean`. Numbers stay text until they go on the wire. */
export type FieldValue = string | boolean;

/** The values of one form, by field key. A field that is not there has its default. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** True when the named field has one of the values. */
export interface Condition {
  readonly field: string;
  readonly oneOf: readonly FieldValue[];
}

/** What a text must satisfy beside being there. */
export interface FieldLimits {
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** The whole value must match; `message` says in the user's words what is expected. */
  readonly pattern?: { readonly source: string; readonly message: string };
}

/** One field of an integration type, as data: the form, the quick pick, schemas and redaction all read it. */
export interface FieldSpec {
  /** Property name on the wire; for `formOnly` fields a name that never goes there. */
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** A choice that only steers the form (REST's authentication method). */
  readonly formOnly?: true;
  /** Never shown, logged, or written to a file. */
  readonly secret?: true;
  /** A password: spaces around it may belong to it, so they stay. Other values are trimmed. */
  readonly keepsSpaces?: true;
  /** A number that goes on the wire as text (API facts d.3: `smtpPort`). */
  readonly sentAsText?: true;
  /** The text is one property of the first object of a list; further objects stay as they are (API facts f: `routingTopics`). */
  readonly firstOf?: { readonly key: string; readonly newItem: JsonObject };
  /** Must have a value whenever it is visible. */
  readonly required?: true;
  /** Shown but not editable (e.g. Twilio's `sdkVersion`). */
  readonly readOnly?: true;
  /** Only an account with one of these permissions may change it (API facts i). */
  readonly permissions?: readonly string[];
  readonly visibleWhen?: Condition;
  /** One or two short sentences: what it is. */
  readonly help: string;
  /** A realistic value, shown as the placeholder. */
  readonly example?: string;
  /** Where the user finds the value in the other service, with a public page about it. */
  readonly where?: { readonly text: string; readonly url?: string };
  readonly options?: readonly { readonly value: string; readonly label: string; readonly help?: string }[];
  readonly defaultValue: FieldValue;
  readonly limits?: FieldLimits;
}

/** A finding about one field. `error` stops the request; `warning` and `advice` never do. */
export interface FieldIssue {
  /** A field key, or `name`, `description`, `type`, `tenant`; empty for the form as a whole. */
  readonly field: string;
  readonly severity: 'error' | 'warning' | 'advice';
  readonly message: string;
  /** Where an advice comes from. `date` is ISO (YYYY-MM-DD): the deadline that the page announces, else when it was last checked. */
  readonly source?: { readonly title: string; readonly url: string; readonly date: string };
  /** A value without the problem. Never given for secret fields, so that no secret travels in an issue. */
  readonly suggestion?: string;
}

/** Secret property → whether the server holds a value for it; as cut out by `core/redact`. */
export type StoredSecrets = Readonly<Record<string, boolean>>;

/** What a row or tooltip says of an integration beside its name; never a secret. */
export interface IntegrationSummary {
  readonly host?: string;
  readonly user?: string;
}

/** One integration type. Texts are already translated: types are built on first use, after `l10n` is configured. */
export interface IntegrationType {
  /** Wire value, lower case (API facts e). */
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  /** File name (without folder and ending) of the icon under media/types. */
  readonly icon: string;
  /** Customers may create it (API facts e.1); the others are provisioned by the vendor (e.2). */
  readonly creatable: boolean;
  readonly hasListeners: boolean;
  readonly fields: readonly FieldSpec[];
  /** Form values → the exact `properties` of a create: only this type's keys, each one that must be present. */
  toProperties(values: FieldValues): JsonObject;
  /**
   * `properties` as read → form values. Secret fields are left out, present or not. `stored` says which secrets were
   * cut out beforehand: REST's authentication method shows only in them (API facts e.1).
   */
  toValues(properties: JsonObject, stored?: StoredSecrets): FieldValues;
  describe(properties: JsonObject): IntegrationSummary;
}
