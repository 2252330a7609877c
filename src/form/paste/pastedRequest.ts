import { knownAuth } from './authorization';
import { readCurl } from './curl';
import { Findings, MAX_PASTE_BYTES, type PastedRequest, type PasteResult } from './model';
import { readPostman } from './postman';
import { isWebRequest, readWebRequest } from './webRequest';

/** Takes out what is no value; keeps what the reader noted. */
function withoutUnknowns(read: PastedRequest): PastedRequest {
  const findings = new Findings();
  for (const note of read.notes) findings.note(note);
  for (const { what, name } of read.notTaken) findings.notTake(what, name);
  const auth = knownAuth(read.auth, findings);
  return { ...read, auth, notTaken: findings.notTaken, notes: findings.notes };
}

/**
 * Reads a cURL command, a PowerShell web request, a Postman request or a Postman collection. Takes time that grows
 * with the length of the text, which is capped.
 * @returns the first request that names an address, or why there is none.
 */
export function readPastedRequest(text: string): PasteResult {
  if (text.length > MAX_PASTE_BYTES || Buffer.byteLength(text) > MAX_PASTE_BYTES) return { refusal: 'tooLong' };
  const trimmed = text.replace(/^[\s\p{Cf}]+/u, '').trimEnd();
  const isJson = /^(?:```\w*\s*)?[{[]/.test(trimmed);
  const read = isJson
    ? readPostman(trimmed.replace(/^```\w*\s*|```$/g, ''))
    : (readCurl(trimmed) ?? otherwise(trimmed));
  return 'refusal' in read ? read : withoutUnknowns(read);
}

function otherwise(text: string): PasteResult {
  return isWebRequest(text) ? readWebRequest(text) : { refusal: 'notARequest' };
}
