import * as l10n from '@vscode/l10n';
import { collectText } from '../api/body';
import type { FetchResponse } from '../api/model';
import { parseJson } from '../base/json';
import type { Finding, TestNetwork } from './model';

/** The beginning of a response tells enough. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;

export interface TestRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TestResponse {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Where a redirect points that was not followed. */
  readonly redirect?: string;
}

/** Sends one request and reads its response. */
export type Send = (request: TestRequest) => Promise<TestResponse>;

function locationOf(response: FetchResponse, from: string): URL | undefined {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
  if (location === null) return undefined;
  try {
    return new URL(location, from);
  } catch {
    return undefined;
  }
}

/** Makes the sender of one test, to the addresses that were reached if they are known. A redirect is followed at the same origin only, and never with a POST: it would carry the credentials along. */
export function createSend(
  request: TestNetwork['request'],
  addresses: readonly string[] | undefined,
  signal: AbortSignal,
): Send {
  const send = async (asked: TestRequest, redirectsLeft: number): Promise<TestResponse> => {
    const { method, url, headers, body } = asked;
    const init = { method, headers, redirect: 'manual' as const, signal, ...(body === undefined ? {} : { body }) };
    const response = await request(url, init, addresses);
    const { text } = response.body === null ? { text: '' } : await collectText(response.body, MAX_BODY_BYTES);
    const target = locationOf(response, url);
    if (target && method === 'GET' && target.origin === new URL(url).origin && redirectsLeft > 0) {
      return send({ ...asked, url: target.href }, redirectsLeft - 1);
    }
    const redirect = target ? { redirect: target.origin } : {};
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text,
      json: parseJson(text),
      ...redirect,
    };
  };
  return (asked) => send(asked, MAX_REDIRECTS);
}

/** What every test says of a response that does not come from the service's own API, or is no response; undefined for others. */
export function generalFinding(response: TestResponse): Finding | undefined {
  const { status, redirect } = response;
  const failed = (detail: string): Finding => ({ state: 'failed', detail });
  if (redirect !== undefined)
    return failed(
      l10n.t(
        'The service redirects to {0}. The test did not follow, to keep the credentials here. Check the URL.',
        redirect,
      ),
    );
  if (status >= 300 && status < 400)
    return failed(l10n.t('The service redirects to another URL ({0}). Check the URL.', status));
  if (status === 407) return failed(l10n.t('The proxy requires authentication (407).'));
  if (status === 429) return failed(l10n.t('The service received too many requests (429). Try again later.'));
  return status >= 500 ? failed(l10n.t('The service failed ({0}). Try again later.', status)) : undefined;
}
