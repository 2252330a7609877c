import * as v from 'valibot';
import type { Account, Credential } from '../core/base/account';
import type { JsonObject } from '../core/base/json';
import { decodeRecord, encodeRecord } from '../host/secretRecord';

/** What an account is called and where it signs in: not secret, kept in `globalState` and copied into the record. */
export type AccountMetadata = Omit<Account, 'id' | 'sandbox'>;

/** An account's keyring record. */
export interface AccountRecord {
  readonly credential: Credential;
  /** Binds the credential to its endpoint, and lets a window rebuild the account after its state was lost. */
  readonly metadata: AccountMetadata;
  /** A new one at each write, so that a window can tell its own writes from those of others. */
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

/** Reads metadata, ignoring unknown fields. Undefined when a required field is missing. */
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
    metadata: encodeMetadata(record.metadata),
    ...(record.revision !== undefined && { revision: record.revision }),
  });
}

/** Reads a record; tells one of a newer version of the extension from a damaged one. */
export function decodeAccountRecord(line: string): AccountRecordText {
  const found = decodeRecord(line);
  if (found.state !== 'ok') return found;
  const credential = v.safeParse(credentialSchema, found.fields.credential);
  const metadata = decodeMetadata(found.fields.metadata);
  if (!credential.success || !metadata) return { state: 'damaged' };
  const revision = found.fields.revision;
  return {
    state: 'ok',
    record: {
      credential: credential.output,
      metadata,
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
