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

function kindOf(status: number, complaint: ErrorBody, signIn: boolean): ApiErrorKind {
  // A gateway's page with 403 says nothing about the credential; the API's own refusal does.
  if (signIn && (status === 400 || status === 403) && complaint.recognised) return 'signedOut';
  if (MAY_BE_DUPLICATE.has(status)) return complaint.duplicate || status === 409 ? 'duplicate' : 'invalid';
  if (status === 401) return 'signedOut';
  // To node-fetch VS Code gives a proxy's refusal as if it were the server's; the API's own says why.
  if (status === 403) return complaint.recognised ? 'forbidden' : 'proxy';
  if (status === 404 || status === 410) return 'notFound';
  if (status === 407) return 'proxy';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 413 || status === 414 || status === 431) return 'invalid';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'server' : 'protocol';
}

/** An answer of a server that refused, as the error a person gets. */
export function statusError(answer: {
  readonly status: number;
  readonly body: JsonValue | undefined;
  readonly headers: FetchResponse['headers'];
  readonly request: HttpRequest;
  readonly url: URL;
  readonly clock: Clock;
}): ApiError {
  const { status, request, url, headers } = answer;
  const complaint = parseErrorBody(answer.body, request.secrets);
  const kind = kindOf(status, complaint, request.signIn === true);
  const retryAfter = retryAfterSeconds(headers.get('retry-after'), headers.get('date'), answer.clock);
  const sentence =
    request.signIn === true && kind === 'signedOut'
      ? l10n.t(
          'CxEngage did not accept the sign-in. Check user name and password, or key, secret and tenant, and sign in again.',
        )
      : statusSentence({
          kind,
          status,
          host: url.host,
          missingPermissions: complaint.missingPermissions,
          retryAfter,
          recognised: complaint.recognised,
        });
  // What a field's own text says already stands at the field; here it helps whoever sees no form.
  const fields = Object.entries(complaint.fieldErrors).map(([field, texts]) => `${field}: ${texts.join(', ')}`);
  const own = complaint.text;
  const text = [own, ...fields.filter((field) => own === undefined || !field.endsWith(own))]
    .filter((part) => part !== undefined)
    .join(' · ');
  return new ApiError(kind, aboutTenant(request.tenantName, withResponseText(sentence, text.slice(0, 300))), {
    status,
    fieldErrors: complaint.fieldErrors,
    missingPermissions: complaint.missingPermissions,
    cause: [
      `host=${url.host}`,
      `status=${status}`,
      ...(complaint.code === undefined ? [] : [`code=${complaint.code}`]),
      complaint.recognised ? '' : 'body=unknown',
    ]
      .filter((part) => part !== '')
      .join(' '),
    // A refusal in so many words: nothing was done. A 5xx, a redirect or a gateway's time limit says nothing of the kind.
    noEffect: status >= 400 && status < 500 && status !== 408,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
