import type { JsonObject, JsonValue } from '../base/json';

/** The part of `fetch` the HTTP door needs; both the global `fetch` and node-fetch 3 satisfy it. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Web stream (global fetch) or Node stream (node-fetch): both are async iterable. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** A tenant as `POST /v1/login` lists it, keys made alike with the other calls (API facts c). */
export interface ApiTenant {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly parentId?: string;
  readonly parentName?: string;
  readonly permissions?: readonly string[];
}

export interface ApiLogin {
  readonly userId?: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly platformPermissions: readonly string[];
  readonly tenants: readonly ApiTenant[];
}

/** An integration as the server sent it, secrets in the clear. Never kept: the directory cuts them out at once. */
export interface ApiIntegration {
  readonly id: string;
  readonly tenantId: string;
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly properties: JsonObject;
  readonly created?: string;
  readonly createdBy?: string;
  readonly updated?: string;
  readonly updatedBy?: string;
}

export interface ApiListener {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly properties: JsonObject;
  readonly listenerType?: string;
  readonly created?: string;
  readonly createdBy?: string;
  readonly updated?: string;
  readonly updatedBy?: string;
}

/** What a create sends. Secrets are in `properties`, in the clear: made just before the call, dropped after it. */
export interface IntegrationDraft {
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly active: boolean;
  readonly properties: JsonObject;
}

/** PUT is partial at the top level; `properties` is sent whole (API facts d.2). */
export interface UpdateIntegrationBody {
  readonly name?: string;
  readonly description?: string;
  readonly active?: boolean;
  readonly properties?: JsonObject;
}

/** What a call is about, so that its errors can name the tenant and its place in the queue is fair. */
export interface CallContext {
  readonly tenantName?: string;
  readonly signal?: AbortSignal;
  /** `signal` ends the call as long as it waits for its turn; what was sent goes on to its end. */
  readonly finishesBegun?: boolean;
  /** The account may not be allowed to make this call at all: a 401 then neither renews nor ends the session (API facts k.2). */
  readonly tentative?: true;
  /** Set to false where the caller handles failures of the moment itself: one try only. */
  readonly retry?: false;
  /** A read that nobody waits for by itself: it keeps to the limit of requests and to its turn. */
  readonly isOneOfMany?: true;
  /** Secret values in the body whose keys do not look secret; the server's words must not bring them back. */
  readonly secrets?: readonly string[];
  /** Seconds in place of the setting `cxengage.requestTimeout`. */
  readonly timeoutSeconds?: number;
}

/** The CxEngage REST API for one account. Every method throws `ApiError` and nothing else. */
export interface ApiClient {
  login(context?: CallContext): Promise<ApiLogin>;
  /** `GET /v1/tenants`: platform administrators only. */
  tenants(regionId: string, context?: CallContext): Promise<readonly ApiTenant[]>;
  tenant(tenantId: string, context?: CallContext): Promise<ApiTenant>;
  integrations(tenantId: string, context?: CallContext): Promise<readonly ApiIntegration[]>;
  integration(tenantId: string, integrationId: string, context?: CallContext): Promise<ApiIntegration>;
  createIntegration(tenantId: string, body: IntegrationDraft, context?: CallContext): Promise<ApiIntegration>;
  updateIntegration(
    tenantId: string,
    integrationId: string,
    body: UpdateIntegrationBody,
    context?: CallContext,
  ): Promise<ApiIntegration>;
  /**
   * `GET /v1/tenants/{tenantId}/…`, unwrapped: for what only one caller reads, who also checks its shape.
   * @param path the parts after the tenant, e.g. `['flows']`.
   */
  read(tenantId: string, path: readonly string[], context?: CallContext): Promise<JsonValue | undefined>;
  listeners(tenantId: string, integrationId: string, context?: CallContext): Promise<readonly ApiListener[]>;
  listener(tenantId: string, integrationId: string, listenerId: string, context?: CallContext): Promise<ApiListener>;
  createListener(
    tenantId: string,
    integrationId: string,
    body: JsonObject,
    context?: CallContext,
  ): Promise<ApiListener>;
  updateListener(
    tenantId: string,
    integrationId: string,
    listenerId: string,
    body: JsonObject,
    context?: CallContext,
  ): Promise<ApiListener>;
}
