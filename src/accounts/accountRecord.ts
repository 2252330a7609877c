import * as v from 'valibot';
import type { Account, Credential } from '../core/base/account';
import type { JsonObject } from '../core/base/json';
import { decodeRecord, encodeRecord } from '../host/secretRecord';

/** What an account is called and where it signs in: not secret, kept in `globalState` and copied into the record. */
export type AccountMetadata = Omit<Account, 'id' | 'sandbox'>;

/** An account's keyring record, read. What an older version did not write is absent. */
export interface AccountRecord {
  readonly credential: Credential;
  /** Lets another window, or this one after its state was lost, rebuild the account. */
  readonly metadata?: AccountMetadata;
  /** Another one at each write, so that a window can tell its own writes from others'. */
  readonly revision?: string;
}

export type AccountRecordText =
  | { readonly state: 'ok'; readonly record: AccountRecord }
  | { readonly state: 'newer'; readonly version: number }
  | { readonly state: 'damaged' };

const text = v.pipe(v.string(), v.nonEmpty());

const credentialSchema = v.variant('kind', [
  v.object({ kind: v.literal('password'), userName: text, password: text }),
  v.object({ kind: v.literal('apiKey'), key: text, secret: text, tenantId: text }),
  v.object({ kind: v.literal('token'), token: text }),
]);

const metadataSchema = v.object({
  label: text,
  endpoint: v.object({ name: v.string(), url: text }),
  kind: v.picklist(['password', 'apiKey', 'token']),
  userName: v.optional(v.string()),
  tenantId: v.optional(v.string()),
});

/** Reads metadata leniently: unknown fields are left out, what is optional may lack. Undefined when it is no use. */
export function decodeMetadata(value: unknown): AccountMetadata | undefined {
  const parsed = v.safeParse(metadataSchema, value);
  if (!parsed.success) return undefined;
  const { label, endpoint, kind, userName, tenantId } = parsed.output;
  return {
    label,
    endpoint,
    kind,
    ...(userName !== undefined && { userName }),
    ...(tenantId !== undefined && { tenantId }),
  };
}

/** Metadata as `globalState` and records hold it. */
export function encodeMetadata(metadata: AccountMetadata): JsonObject {
  const { label, endpoint, kind, userName, tenantId } = metadata;
  return { label, endpoint: { name: endpoint.name, url: endpoint.url }, kind, userName, tenantId };
}

/** Writes a record as one line. */
export function encodeAccountRecord(record: AccountRecord): string {
  return encodeRecord({
    credential: { ...record.credential },
    ...(record.metadata && { metadata: encodeMetadata(record.metadata) }),
    ...(record.revision !== undefined && { revision: record.revision }),
  });
}

/** Reads a record of this version or an older one; tells a newer one from a damaged one. */
export function decodeAccountRecord(line: string): AccountRecordText {
  const found = decodeRecord(line);
  if (found.state !== 'ok') return found;
  const credential = v.safeParse(credentialSchema, found.fields.credential);
  if (!credential.success) return { state: 'damaged' };
  const metadata = decodeMetadata(found.fields.metadata);
  const revision = found.fields.revision;
  return {
    state: 'ok',
    record: {
      credential: credential.output,
      ...(metadata && { metadata }),
      ...(typeof revision === 'string' && { revision }),
    },
  };
}

/** The values of a credential that must never be shown, for the redactor. */
export function secretValues(credential: Credential): readonly string[] {
  switch (credential.kind) {
    case 'password':
      return [credential.password];
    case 'apiKey':
      return [credential.secret];
    case 'token':
      return [credential.token];
  }
}
