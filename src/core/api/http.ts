import * as l10n from '@vscode/l10n';
import { parseJson, type JsonObject, type JsonValue } from '../base/json';
import type { Logger } from '../base/log';
import { BodyTooLarge, readText } from './body';
import type { Clock } from '../base/clock';
import { RequestTimeout, limitsFrom, RequestStopped, type StopReason, type TimeLimits } from './timeout';
import { baseUrl } from './endpointUrl';
import { abortedError, ApiError, asApiError } from './error';
import type { FairLimiter } from './limiter';
import { aboutTenant } from './messages';
import type { FetchFunction, FetchResponse } from './model';
import type { ResponseNotes } from './responseNotes';
import { retryDelay } from './retry';
import { statusError } from './statusError';

export interface HttpClientOptions {
  /** Base URL of the endpoint, with or without `/v1`. */
  readonly endpoint: string;
  readonly fetch: FetchFunction;
  readonly limiter: FairLimiter;
  /** The setting `cxengage.requestTimeout`, in seconds; read anew for each call. */
  readonly timeoutSeconds: () => number;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Told of every response, for what differs from the API facts. */
  readonly notes?: ResponseNotes | undefined;
}

/** One call to the API. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Starts with `/v1/`, its parts already encoded. */
  readonly path: string;
  /** Session token; left out for the calls that need none. */
  readonly token?: string;
  readonly body?: JsonObject;
  /** Calls of one queue wait for each other before they make others wait: the tenant's id. */
  readonly queue: string;
  /** A person waits for this call: it starts before the lists that are read for the view. */
  readonly urgent?: true | undefined;
  /** Sending it twice does what sending it once does, so it may be tried again. */
  readonly repeatable: boolean;
  /** Secret values in the request, which must not come back in an error's text. */
  readonly secrets: readonly string[];
  readonly tenantName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `signal` no longer ends it once it was sent. */
  readonly finishesBegun?: boolean | undefined;
  /** The request signs in: a refusal says that the credential is wrong. */
  readonly signIn?: true;
  /** Milliseconds, in place of those of the setting. */
  readonly limits?: TimeLimits | undefined;
}

/** Redirects of one GET that are followed, all of them within the endpoint's own origin. */
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Exchange {
  readonly status: number;
  readonly bytes: number;
  readonly body: JsonValue | undefined;
  readonly empty: boolean;
  readonly headers: FetchResponse['headers'];
}

/**
 * The one HTTP door. Limits time and size, keeps credentials at their origin, repeats what may be repeated, and
 * gives every failure as `ApiError`.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a request, more than once if it is repeatable and fails in a way that passes.
   * @returns the parsed body of a 2xx response; undefined where it was empty.
   * @throws ApiError, and nothing else.
   */
  async send(request: HttpRequest): Promise<JsonValue | undefined> {
    const { clock, limiter, logger } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await limiter.run(request.queue, () => this.#attempt(request), {
          signal: request.signal,
          urgent: request.urgent,
        });
      } catch (error) {
        const failure = asApiError(error);
        const delay = request.repeatable ? retryDelay(failure, attempt, clock) : undefined;
        if (delay === undefined) throw failure;
        logger.debug('http retry', {
          method: request.method,
          path: request.path,
          attempt: attempt + 1,
          waitMs: Math.round(delay),
        });
        await clock.sleep(delay, request.signal).catch((canceled: unknown) => {
          throw asApiError(canceled);
        });
      }
    }
  }

  async #attempt(request: HttpRequest): Promise<JsonValue | undefined> {
    const { clock, endpoint, logger } = this.#options;
    const url = new URL(`${baseUrl(endpoint)}${request.path}`);
    const limits = request.limits ?? limitsFrom(this.#options.timeoutSeconds());
    const timeout = new RequestTimeout(limits, request.finishesBegun ? undefined : request.signal);
    const started = clock.monotonic();
    const elapsed = (): number => Math.round(clock.monotonic() - started);
    try {
      const exchange = await this.#exchange(request, url, timeout);
      logger.info('http', {
        method: request.method,
        path: request.path,
        status: exchange.status,
        ms: elapsed(),
        bytes: exchange.bytes,
      });
      return this.#result(exchange, request, url);
    } catch (error) {
      if (error instanceof ApiError && error.status !== undefined) throw error;
      const failure = error instanceof ApiError ? error : await this.#transportError(error, request, url, limits);
      logger.info('http', {
        method: request.method,
        path: request.path,
        failed: failure.kind,
        ms: elapsed(),
        cause: failure.causeText,
      });
      throw failure;
    } finally {
      timeout.dispose();
    }
  }

  async #exchange(request: HttpRequest, first: URL, timeout: RequestTimeout): Promise<Exchange> {
    let url = first;
    for (let hop = 0; ; hop += 1) {
      const response = await timeout.race(this.#fetch(request, url, timeout.signal));
      const next = this.#redirect(request, response, url, hop);
      if (next === undefined) {
        const { text, bytes } = await readText(response, timeout);
        return {
          status: response.status,
          bytes,
          body: parseJson(text),
          empty: text.trim() === '',
          headers: response.headers,
        };
      }
      url = next;
    }
  }

  /** `async`, so that a client that throws instead of rejecting is treated alike. */
  async #fetch(request: HttpRequest, url: URL, signal: AbortSignal): Promise<FetchResponse> {
    if (signal.aborted) throw abortedError({ noEffect: true });
    const headers = {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.token === undefined ? {} : { authorization: `Token ${request.token}` }),
    };
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    return this.#options.fetch(url.href, { method: request.method, headers, redirect: 'manual', signal, ...body });
  }

  /** The address to go on to, for a GET that stays at its origin; every other redirect is left to become an error. */
  #redirect(request: HttpRequest, response: FetchResponse, url: URL, hop: number): URL | undefined {
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null || request.method !== 'GET' || hop >= MAX_REDIRECTS)
      return undefined;
    if (!URL.canParse(location, url.href)) return undefined;
    const next = new URL(location, url.href);
    return next.origin === url.origin && next.username === '' && next.password === '' ? next : undefined;
  }

  #result(exchange: Exchange, request: HttpRequest, url: URL): JsonValue | undefined {
    const { status, body } = exchange;
    this.#options.notes?.check({ method: request.method, path: request.path, status, body, sent: request.body });
    if (exchange.status < 200 || exchange.status >= 300) {
      throw statusError({ ...exchange, request, url, clock: this.#options.clock });
    }
    if (exchange.body === undefined && !exchange.empty) {
      const sentence = l10n.t(
        'The response from {0} is not from CxEngage. Check the endpoint’s URL, and whether your network requires a sign-in first.',
        url.host,
      );
      throw new ApiError('protocol', aboutTenant(request.tenantName, sentence), {
        status: exchange.status,
        cause: `host=${url.host} no JSON`,
      });
    }
    return exchange.body;
  }

  async #transportError(error: unknown, request: HttpRequest, url: URL, limits: TimeLimits): Promise<ApiError> {
    const about = (sentence: string): string => aboutTenant(request.tenantName, sentence);
    if (error instanceof RequestStopped)
      return error.reason === 'aborted' ? abortedError() : stoppedError(error.reason, url, limits, about);
    if (error instanceof BodyTooLarge) {
      return new ApiError(
        'protocol',
        about(
          l10n.t('The response from {0} is larger than 32 MiB and was not read. Check the endpoint’s URL.', url.host),
        ),
        { cause: `host=${url.host} body too large` },
      );
    }
    const { describeNetworkError } = await import('./network.js');
    const failure = describeNetworkError(error, url);
    return new ApiError(failure.kind, about(failure.sentence), { cause: failure.cause, noEffect: failure.neverSent });
  }
}

function stoppedError(
  reason: Exclude<StopReason, 'aborted'>,
  url: URL,
  limits: TimeLimits,
  about: (sentence: string) => string,
): ApiError {
  const seconds = (ms: number): number => Math.round(ms / 100) / 10;
  const sentences = {
    firstByte: () =>
      l10n.t(
        '{0} did not respond within {1} seconds. Try again, or allow more time in the setting “cxengage.requestTimeout”.',
        url.host,
        seconds(limits.firstByte),
      ),
    idle: () =>
      l10n.t(
        'The response from {0} stopped for {1} seconds before it was complete. Try again.',
        url.host,
        seconds(limits.idle),
      ),
    whole: () =>
      l10n.t(
        'The response from {0} took longer than {1} seconds. Try again, or allow more time in the setting “cxengage.requestTimeout”.',
        url.host,
        seconds(limits.whole),
      ),
  };
  return new ApiError('timeout', about(sentences[reason]()), { cause: `host=${url.host} limit=${reason}` });
}
