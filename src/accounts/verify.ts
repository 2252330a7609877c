import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import { knownTenant } from '../core/api/tenants';
import type { Account, Credential, Endpoint } from '../core/base/account';
import type { ConnectionFactory } from '../core/directory/service';
import type { AccountMetadata } from './accountRecord';

/** A credential to be tried at an endpoint. */
export interface SignInAttempt {
  readonly endpoint: Endpoint;
  readonly credential: Credential;
  /** The tenant of an API key, or of a token that may not list its tenants. */
  readonly tenantId?: string;
}

function userNameOf(credential: Credential): string | undefined {
  switch (credential.kind) {
    case 'password':
      return credential.userName;
    case 'apiKey':
      return credential.key;
    case 'token':
      return undefined;
  }
}

function metadataOf(
  { endpoint, credential, tenantId }: SignInAttempt,
  userName: string | undefined,
  who: string,
): AccountMetadata {
  return {
    label: vscode.l10n.t({
      message: '{0} · {1}',
      args: [who, endpoint.name],
      comment: ['{0} is a user or tenant, {1} a region'],
    }),
    endpoint,
    kind: credential.kind,
    ...(userName !== undefined && { userName }),
    ...(tenantId !== undefined && { tenantId }),
  };
}

/** True for the response to a token that is good but may not ask for its tenants (API facts k.2). */
export function isBarred(error: unknown): boolean {
  return error instanceof ApiError && (error.kind === 'forbidden' || error.kind === 'notFound');
}

/**
 * Tries a credential against the live endpoint and proposes what to call the account.
 * A user is confirmed by `POST /v1/login` (API facts b.1); where the tenant is known it is asked for instead, since API
 * keys may not be allowed to call that (API facts c.1).
 * @throws ApiError `signedOut` where the endpoint refuses the credential, and every other kind of the API layer.
 */
export async function verifySignIn(
  connect: ConnectionFactory,
  attempt: SignInAttempt,
  signal: AbortSignal,
): Promise<AccountMetadata> {
  const { credential, tenantId } = attempt;
  const userName = userNameOf(credential);
  const account: Account = { id: 'sign-in', ...metadataOf(attempt, userName, '') };
  const { client } = connect(
    account,
    () => Promise.resolve({ state: 'found', credential }),
    () => undefined,
  );
  if (tenantId !== undefined) {
    const { name } = await knownTenant(client, tenantId, { signal });
    return metadataOf(attempt, userName, name);
  }
  const login = await client.login({ signal });
  const who = userName ?? login.userName;
  return metadataOf(attempt, who, who ?? login.displayName ?? vscode.l10n.t('Token'));
}
