import type { Call } from '../call';
import { badRequest } from '../refusal';
import { parseJson } from '../values';

/** The JSON body of a write. Throws `Refusal` (400) when it is none or not declared as such. */
export function jsonBody(call: Call): unknown {
  if (!/^application\/json\b/i.test(call.contentType ?? '')) throw badRequest('content-type must be application/json');
  const body = parseJson(call.bodyText);
  if (body === undefined) throw badRequest('the body is not valid JSON');
  return body;
}
