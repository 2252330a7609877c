import * as l10n from '@vscode/l10n';
import type { JsonValue } from '../base/json';
import type { Clock } from '../base/clock';
import { parseErrorBody, type ErrorBody } from './errorBody';
import { ApiError, type ApiErrorKind } from './error';
import type { HttpRequest } from './http';
import { aboutTenant, statusSentence, withResponseText } from './messages';
import type { FetchResponse } from './model';
import { retryAfterSeconds } from './retry';

/** Statuses in which a duplicate may be told (API facts g.1 knows 400 only). */
const MAY_BE_DUPLICATE = new Set([400, 409, 422]);

function kindOf(status: number, body: ErrorBody, signIn: boolean, isPage: boolean): ApiErrorKind {
  // A gateway's page with 403 says nothing about the credential; the API's own refusal does.
  if (signIn && (status === 400 || status === 403) && body.isRecognized) return 'signedOut';
  if (MAY_BE_DUPLICATE.has(status)) return body.duplicate || status === 409 ? 'duplicate' : 'invalid';
  // The API says 401 in JSON or without a body (API facts g.2).
  if (status === 401) return isPage ? 'proxy' : 'signedOut';
  // VS Code gives node-fetch a proxy's refusal as if it came from the server; the API's own has a body that we know.
  if (status === 403) return body.isRecognized ? 'forbidden' : 'proxy';
  if (status === 404 || status === 410) return 'notFound';
  if (status === 407) return 'proxy';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 413 || status === 414 || status === 431) return 'invalid';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'server' : 'protocol';
}

/** A response that is not a success, as an error for the user. */
export function statusError(response: {
  readonly status: number;
  readonly body: JsonValue | undefined;
  readonly empty: boolean;
  readonly headers: FetchResponse['headers'];
  readonly request: HttpRequest;
  readonly url: URL;
  readonly clock: Clock;
}): ApiError {
  const { status, request, url, headers } = response;
  const body = parseErrorBody(response.body, request.secrets);
  const kind = kindOf(status, body, request.signIn === true, response.body === undefined && !response.empty);
  const retryAfter = retryAfterSeconds(headers.get('retry-after'), headers.get('date'), response.clock);
  const sentence =
    request.signIn === true && kind === 'signedOut'
      ? l10n.t(
          'CxEngage did not accept the sign-in. Check user name and password, or key, secret and tenant, and sign in again.',
        )
      : statusSentence({
          kind,
          status,
          host: url.host,
          missingPermissions: body.missingPermissions,
          retryAfter,
          isRecognized: body.isRecognized,
        });
  // The form shows these texts at the fields; outside the form the message needs them.
  const fields = Object.entries(body.fieldErrors).map(([field, texts]) => `${field}: ${texts.join(', ')}`);
  const own = body.text;
  const text = [own, ...fields.filter((field) => own === undefined || !field.endsWith(own))]
    .filter((part) => part !== undefined)
    .join(' · ');
  return new ApiError(kind, aboutTenant(request.tenantName, withResponseText(sentence, text.slice(0, 300))), {
    status,
    fieldErrors: body.fieldErrors,
    missingPermissions: body.missingPermissions,
    cause: [
      `host=${url.host}`,
      `status=${status}`,
      ...(body.code === undefined ? [] : [`code=${body.code}`]),
      body.isRecognized ? '' : 'body=unknown',
    ]
      .filter((part) => part !== '')
      .join(' '),
    // A 4xx means that nothing was done. A 5xx, a redirect or a gateway's time-out does not say so.
    noEffect: status >= 400 && status < 500 && status !== 408,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
