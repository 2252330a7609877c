import type { Account } from '../base/account';
import { mapInSlices } from '../base/timeSlicer';
import { ApiError } from './error';
import type { ApiClient, ApiLogin, ApiTenant, CallContext } from './model';

/** Any of these lets a user list every tenant of the platform (API facts i). */
const LIST_ALL = [
  'PLATFORM_VIEW_ALL_TENANTS',
  'PLATFORM_MANAGE_ALL_TENANTS',
  'PLATFORM_CREATE_ALL_TENANTS',
  'PLATFORM_CREATE_TENANT_ROLES',
  'PLATFORM_MANAGE_ALL_TENANTS_ENROLLMENT',
];
/** First-party clients send a dummy id and get tenants (API facts c.1). */
const ANY_REGION = '00000000-0000-0000-0000-000000000000';

/** A response that says "not for this kind of account" (API facts k.2), or a gateway's error page with the same status. */
function notAvailable(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 404);
}

/**
 * The one tenant that a credential is for. Seeing it takes a permission of its own (API facts i); who has only those of
 * integrations works in it all the same, and knows it by its ID.
 * @throws ApiError `forbidden` where its integrations may not be seen either, and others as they come.
 */
export async function knownTenant(client: ApiClient, id: string, context: CallContext): Promise<ApiTenant> {
  try {
    return await client.tenant(id, context);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'forbidden') throw error;
    try {
      await client.integrations(id, context);
    } catch {
      throw error;
    }
    return { id, name: id, active: true };
  }
}

/**
 * Finds the tenants an account may use: `POST /v1/login` first, which also gives the permissions; where an API key or
 * a pasted token may not call it, the one tenant known beforehand. Inactive tenants are in the list, marked so.
 * @param onLogin told who the user is, where `login` could be called.
 * @param knowsOthers whether other tenants than the one known beforehand were found at an earlier time: a gateway's error page
 * does not count then.
 * @throws ApiError `signedOut` when the credential is not accepted; others as they come.
 */
export async function discoverTenants(
  client: ApiClient,
  account: Pick<Account, 'kind' | 'tenantId'>,
  signal?: AbortSignal,
  onLogin?: (login: ApiLogin) => void,
  knowsOthers: () => Promise<boolean> = async () => Promise.resolve(false),
): Promise<readonly ApiTenant[]> {
  const context = signal ? { signal } : {};
  const known = account.tenantId;
  let login;
  try {
    // With a tenant in hand a refusal is no catastrophe; without one it says that the sign-in is over.
    login = await client.login(known === undefined ? context : { ...context, tentative: true });
  } catch (error) {
    if (known === undefined || !notAvailable(error)) throw error;
    if (error.kind === 'proxy' && (await knowsOthers())) throw error;
    return [await knownTenant(client, known, context)];
  }
  onLogin?.(login);
  const listed =
    known === undefined || login.tenants.some((tenant) => tenant.id === known)
      ? login.tenants
      : [...login.tenants, await knownTenant(client, known, context)];
  const all = login.platformPermissions.some((name) => LIST_ALL.includes(name)) ? await parents(client, context) : [];
  const byId = new Map(all.map((tenant) => [tenant.id, tenant]));
  return mapInSlices(listed, (tenant) => withParent(tenant, byId.get(tenant.id)));
}

/** The platform's tenants, for their parents only; without them the tree is flat, which is no reason to fail. */
async function parents(client: ApiClient, context: { readonly signal?: AbortSignal }): Promise<readonly ApiTenant[]> {
  try {
    return await client.tenants(ANY_REGION, { ...context, tentative: true, retry: false });
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'aborted') throw error;
    return [];
  }
}

function withParent(tenant: ApiTenant, found: ApiTenant | undefined): ApiTenant {
  const parentId = tenant.parentId ?? found?.parentId;
  const parentName = tenant.parentName ?? found?.parentName;
  return {
    ...tenant,
    ...(parentId === undefined ? {} : { parentId }),
    ...(parentName === undefined ? {} : { parentName }),
  };
}
