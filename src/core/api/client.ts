import * as l10n from '@vscode/l10n';
import { secretTexts } from '../redact/secretValues';
import type { Credential, CredentialLookup } from '../base/account';
import type { JsonObject, JsonValue } from '../base/json';
import { silentLogger, type Logger } from '../base/log';
import {
  parseIntegration,
  parseIntegrations,
  parseListener,
  parseListeners,
  parseLogin,
  parseTenant,
  parseTenants,
  parseToken,
  unwrap,
} from './parseResponses';
import { systemClock, type Clock } from '../base/clock';
import { limitsFrom } from './timeout';
import { pathPart } from './endpointUrl';
import { ApiError } from './error';
import { HttpClient, type HttpRequest } from './http';
import { FairLimiter } from './limiter';
import { aboutTenant } from './messages';
import type {
  ApiClient,
  ApiIntegration,
  ApiListener,
  ApiLogin,
  ApiTenant,
  CallContext,
  IntegrationDraft,
  FetchFunction,
  UpdateIntegrationBody,
} from './model';
import type { ResponseNotes } from './responseNotes';
import { Session, type TokenResponse } from './session';

export interface ApiClientOptions {
  /** Base URL of the endpoint, with or without `/v1`; https, or http on loopback. */
  readonly endpoint: string;
  readonly fetch: FetchFunction;
  /** Reads the account's credential; called when a token is needed, never kept. */
  readonly credential: () => Promise<CredentialLookup>;
  /** Told once when neither the token nor a new one is accepted. */
  readonly onSessionEnded?: () => void;
  /** Shared by all accounts of the endpoint (`LimiterPool.for`). Left out: six at once. */
  readonly limiter?: FairLimiter;
  /** The setting `cxengage.requestTimeout`, in seconds. Left out: 30. */
  readonly timeoutSeconds?: () => number;
  readonly logger?: Logger;
  /** Collects where responses differ from the API facts; shared by all accounts of a window. */
  readonly notes?: ResponseNotes;
  readonly clock?: Clock;
}

/** An `ApiClient` that gives its token away. */
export interface SessionedApiClient extends ApiClient {
  /** The session token in use, got or renewed when needed; for callers that must send it themselves. Throws ApiError. */
  token(signal?: AbortSignal): Promise<string>;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly queue: string;
  readonly body?: JsonObject;
  readonly repeatable: boolean;
  readonly urgent?: true;
}

/** Makes the API client of one sign-in: a new one needs another client. Costs nothing until its first call. */
export function createApiClient(options: ApiClientOptions): SessionedApiClient {
  return new RestClient(options);
}

class RestClient implements SessionedApiClient {
  readonly #http: HttpClient;
  readonly #session: Session;
  readonly #logger: Logger;

  constructor(options: ApiClientOptions) {
    const {
      endpoint,
      fetch,
      clock = systemClock,
      logger = silentLogger,
      timeoutSeconds = () => 30,
      limiter = new FairLimiter(() => 6),
    } = options;
    this.#logger = logger;
    this.#http = new HttpClient({ endpoint, fetch, limiter, timeoutSeconds, logger, clock, notes: options.notes });
    this.#session = new Session({
      credential: options.credential,
      requestToken: (credential) => this.#requestToken(credential),
      onSessionEnded: () => options.onSessionEnded?.(),
      clock,
      logger,
    });
  }

  token(signal?: AbortSignal): Promise<string> {
    return this.#session.token(signal);
  }

  async login(context?: CallContext): Promise<ApiLogin> {
    // A POST that changes nothing, so it may be repeated like a read.
    const body = await this.#call(
      { method: 'POST', path: '/v1/login', queue: '', repeatable: true, urgent: true },
      context,
    );
    return this.#understood(await parseLogin(body, this.#logger), context);
  }

  async tenants(regionId: string, context?: CallContext): Promise<readonly ApiTenant[]> {
    const body = await this.#get(`/v1/tenants?regionId=${pathPart(regionId)}`, '', context);
    return this.#understood(await parseTenants(body, this.#logger), context);
  }

  async tenant(tenantId: string, context?: CallContext): Promise<ApiTenant> {
    const body = await this.#get(tenantPath(tenantId), tenantId, context);
    return this.#understood(parseTenant(body), context);
  }

  async integrations(tenantId: string, context?: CallContext): Promise<readonly ApiIntegration[]> {
    const body = await this.#get(integrationsPath(tenantId), tenantId, context);
    return this.#understood(await parseIntegrations(body, tenantId, this.#logger), context);
  }

  async integration(tenantId: string, integrationId: string, context?: CallContext): Promise<ApiIntegration> {
    // Read before every write, and to open a form.
    const body = await this.#call(
      {
        method: 'GET',
        path: integrationPath(tenantId, integrationId),
        queue: tenantId,
        repeatable: true,
        ...(context?.isOneOfMany ? {} : { urgent: true }),
      },
      context,
    );
    return this.#understood(parseIntegration(body, tenantId), context);
  }

  async createIntegration(tenantId: string, body: IntegrationDraft, context?: CallContext): Promise<ApiIntegration> {
    const response = await this.#call(
      {
        method: 'POST',
        path: integrationsPath(tenantId),
        queue: tenantId,
        body: { ...body },
        repeatable: false,
        urgent: true,
      },
      context,
    );
    return this.#understood(parseIntegration(response, tenantId), context);
  }

  async updateIntegration(
    tenantId: string,
    integrationId: string,
    body: UpdateIntegrationBody,
    context?: CallContext,
  ): Promise<ApiIntegration> {
    const path = integrationPath(tenantId, integrationId);
    const response = await this.#call(
      { method: 'PUT', path, queue: tenantId, body: { ...body }, repeatable: true, urgent: true },
      context,
    );
    return this.#understood(parseIntegration(response, tenantId), context);
  }

  async read(tenantId: string, path: readonly string[], context?: CallContext): Promise<JsonValue | undefined> {
    return unwrap(await this.#get([tenantPath(tenantId), ...path.map(pathPart)].join('/'), tenantId, context));
  }

  async listeners(tenantId: string, integrationId: string, context?: CallContext): Promise<readonly ApiListener[]> {
    const body = await this.#get(listenersPath(tenantId, integrationId), tenantId, context);
    return this.#understood(await parseListeners(body, this.#logger), context);
  }

  async listener(
    tenantId: string,
    integrationId: string,
    listenerId: string,
    context?: CallContext,
  ): Promise<ApiListener> {
    const path = listenerPath(tenantId, integrationId, listenerId);
    const body = await this.#call({ method: 'GET', path, queue: tenantId, repeatable: true, urgent: true }, context);
    return this.#understood(parseListener(body), context);
  }

  async createListener(
    tenantId: string,
    integrationId: string,
    body: JsonObject,
    context?: CallContext,
  ): Promise<ApiListener> {
    const response = await this.#call(
      {
        method: 'POST',
        path: listenersPath(tenantId, integrationId),
        queue: tenantId,
        body,
        repeatable: false,
        urgent: true,
      },
      context,
    );
    return this.#understood(parseListener(response), context);
  }

  async updateListener(
    tenantId: string,
    integrationId: string,
    listenerId: string,
    body: JsonObject,
    context?: CallContext,
  ): Promise<ApiListener> {
    const path = listenerPath(tenantId, integrationId, listenerId);
    const response = await this.#call(
      { method: 'PUT', path, queue: tenantId, body, repeatable: true, urgent: true },
      context,
    );
    return this.#understood(parseListener(response), context);
  }

  #get(path: string, queue: string, context: CallContext | undefined): Promise<JsonValue | undefined> {
    return this.#call({ method: 'GET', path, queue, repeatable: true }, context);
  }

  #call(call: Call, context: CallContext = {}): Promise<JsonValue | undefined> {
    const { signal, finishesBegun, tenantName, tentative, timeoutSeconds } = context;
    const bodySecrets = [...secretTexts(call.body), ...(context.secrets ?? [])];
    const once = (token: string): Promise<JsonValue | undefined> =>
      this.#http.send({
        ...call,
        repeatable: call.repeatable && context.retry !== false,
        token,
        secrets: [token, ...bodySecrets],
        tenantName,
        signal,
        finishesBegun,
        limits: timeoutSeconds === undefined ? undefined : limitsFrom(timeoutSeconds),
      });
    return this.#session.authorized(once, signal, tentative === true);
  }

  /** `POST /v1/tokens` (API facts b.1): no Authorization header, the response not wrapped. */
  async #requestToken(credential: Exclude<Credential, { kind: 'token' }>): Promise<TokenResponse> {
    const body: JsonObject =
      credential.kind === 'password'
        ? { username: credential.userName, password: credential.password }
        : { username: credential.key, password: credential.secret, tenantId: credential.tenantId };
    const secret = credential.kind === 'password' ? credential.password : credential.secret;
    const response = await this.#http.send({
      method: 'POST',
      path: '/v1/tokens',
      queue: '',
      body,
      repeatable: true,
      urgent: true,
      signIn: true,
      secrets: [secret],
    });
    return this.#understood(parseToken(response), undefined);
  }

  #understood<T>(value: T | undefined, context: CallContext | undefined): T {
    if (value !== undefined) return value;
    const sentence = l10n.t(
      'The response from CxEngage could not be read. Try again. If that does not help, report the problem and attach the log.',
    );
    throw new ApiError('protocol', aboutTenant(context?.tenantName, sentence), {
      cause: 'response of an unexpected shape',
    });
  }
}

function tenantPath(tenantId: string): string {
  return `/v1/tenants/${pathPart(tenantId)}`;
}

function integrationsPath(tenantId: string): string {
  return `${tenantPath(tenantId)}/integrations`;
}

function integrationPath(tenantId: string, integrationId: string): string {
  return `${integrationsPath(tenantId)}/${pathPart(integrationId)}`;
}

function listenersPath(tenantId: string, integrationId: string): string {
  return `${integrationPath(tenantId, integrationId)}/listeners`;
}

function listenerPath(tenantId: string, integrationId: string, listenerId: string): string {
  return `${listenersPath(tenantId, integrationId)}/${pathPart(listenerId)}`;
}
