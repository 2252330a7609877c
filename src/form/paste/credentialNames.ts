import { isSecretKey } from '../../core/redact/keys';
import type { Findings, NotTakenKind } from './model';

/** Names of credentials that a property's name alone would not give away; in a request they do. */
const CREDENTIAL =
  /(?:^|[-_.])(?:key|auth|sig|signature|hmac|code|sid|session(?:id)?|csrf|xsrf|csrftoken|jwt|otp|credentials?|client-?id|auth-email|api-?key|appid|tkn|psw)$/i;
const NO_CREDENTIAL =
  /^(?:idempotency-?key|sec-.*|accept.*|if-.*|sort_?key|.*cache-?key|country_?code|zip_?code|x-request-id)$/i;

/** Whether a header, a query key or a field of a body is there to say who calls. */
export function isCredentialName(name: string): boolean {
  const plain = name.trim();
  return plain.length <= 256 && !NO_CREDENTIAL.test(plain) && (isSecretKey(plain) || CREDENTIAL.test(plain));
}

/** A name as a message may show it; undefined where it may itself be the secret. */
function shownName(name: string): string | undefined {
  return /^[A-Za-z][\w.-]{0,39}$/.test(name) && name.replace(/\D/g, '').length < 4 ? name : undefined;
}

/** Reports a header, key or field as not taken, by its name if that can be shown. */
export function reportName(name: string, what: NotTakenKind, findings: Findings): void {
  findings.notTake(what, shownName(name.trim()));
}

/** Reports the credentials among `a=1&b=2`; says whether there were any. */
export function reportNames(text: string, what: NotTakenKind, findings: Findings): boolean {
  let found = false;
  for (const part of text.split(/[&?#]/)) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? '' : part.slice(0, equals);
    if (!isCredentialName(name) || equals === part.length - 1) continue;
    found = true;
    if (what !== 'path') reportName(name, what, findings);
  }
  return found;
}

/** Reports the credentials in a request's body: a form's fields, or the keys of JSON. */
export function reportBody(text: string, findings: Findings): void {
  if (!/^\s*[[{]/.test(text)) {
    reportNames(text, 'body', findings);
    return;
  }
  for (const [, name = ''] of text.matchAll(/"([\w.-]{1,100})"\s{0,20}:/g))
    if (isCredentialName(name)) reportName(name, 'body', findings);
}
