import { isMasked } from '../../core/redact/masks';

/** Stands in a word for the sign that begins a variable or a command in it: its value is not in the text. */
export const VARIABLE = '\uE000';

/** A longer text is no request that somebody copied. */
export const MAX_PASTE_BYTES = 64 * 1024;

export type PastedAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** A credential of the request for which a REST integration has no field. `name` is a key, never a value. */
export interface NotTaken {
  readonly what: NotTakenKind;
  readonly name?: string;
}

export type NotTakenKind =
  | 'header'
  | 'query'
  | 'body'
  | 'path'
  | 'cookie'
  | 'certificate'
  | 'netrc'
  | 'proxy'
  | 'tlsUser'
  | 'headerFile'
  | 'optionFile'
  | 'host'
  | 'replaced'
  | 'typedHeader'
  | 'keyAsUser'
  | 'basic'
  | 'digest'
  | 'ntlm'
  | 'negotiate'
  | 'aws'
  | 'hawk'
  | 'oauth1'
  | 'oauth2'
  | 'jwt'
  | 'otherAuth';

/** What the user should know about how the request was read. */
export type PasteNote =
  | 'placeholder'
  | 'schemeWordKept'
  | 'oneRequestOnly'
  | 'noScheme'
  | 'addressUnknown'
  | 'pathCut'
  | 'severalAddresses'
  | 'firstCommand'
  | 'firstRequest'
  | 'typographic'
  | 'unknownOption';

/** Why nothing was taken. */
export type PasteRefusal =
  | 'notARequest'
  | 'tooLong'
  | 'noAddress'
  | 'addressUnreadable'
  | 'notHttp'
  | 'openQuote'
  | 'powerShellCurl'
  | 'powerShellUnreadable'
  | 'brokenJson'
  | 'environment'
  | 'noUsableRequest';

/** What a REST integration can take from a request. What only a variable or a placeholder stands for is empty. */
export interface PastedRequest {
  readonly url: string;
  readonly auth: PastedAuth;
  readonly name?: string;
  readonly notTaken: readonly NotTaken[];
  readonly notes: readonly PasteNote[];
}

/** Either a request, or the reason why there is none. */
export type PasteResult = PastedRequest | { readonly refusal: PasteRefusal };

/** Collects what a reader finds beside the address and the credential; every finding is kept once. */
export class Findings {
  readonly #notTaken = new Map<string, NotTaken>();
  readonly #notes = new Set<PasteNote>();

  get notTaken(): readonly NotTaken[] {
    return [...this.#notTaken.values()];
  }

  get notes(): readonly PasteNote[] {
    return [...this.#notes];
  }

  notTake(what: NotTakenKind, name?: string): void {
    this.#notTaken.set(`${what} ${name ?? ''}`, name === undefined ? { what } : { what, name });
  }

  note(note: PasteNote): void {
    this.#notes.add(note);
  }
}

/** Whether a variable stands in a text, whose value is somewhere else: `$PASS`, `%PASS%`, `{{pass}}`. */
export function isUnresolved(text: string): boolean {
  if (text.includes(VARIABLE)) return true;
  const open = text.indexOf('{{');
  return open >= 0 && text.includes('}}', open + 2);
}

const IN_BRACKETS = /^(?:<[^<>]{1,60}>|\{[\w .-]{1,60}\}|\[[A-Za-z][\w .-]{1,60}\])$/;
const WRITTEN_OUT =
  /^(?:(?:your|my|insert|enter|replace|paste|put|some|the)[-_ ]?[\w -]{0,40}|(?:[A-Z]+_)+(?:KEY|TOKEN|SECRET|PASSWORD)|(?:[a-z]+_)+(?:here)|x{4,}|\.{3}|…|redacted|changeme)$/i;
const YOURS = /^(?:your|my|insert|enter|replace|paste|put|some|the)[-_ ]/i;

/** Whether a documentation writes this where a reader puts a value of theirs: `<token>`, `YOUR_API_KEY`, `••••`. */
export function isPlaceholder(text: string): boolean {
  const value = text.trim();
  if (value === '' || value.length > 80) return false;
  if (IN_BRACKETS.test(value) || isMasked(value)) return true;
  if (/\bREDACTED\b/i.test(value)) return true;
  // `My-S3cret` may be a password; `my-token` and `YOUR_API_KEY` are none.
  return (
    WRITTEN_OUT.test(value) &&
    (!YOURS.test(value) || !/\d/.test(value)) &&
    !/^(?:my|insert|enter|replace|paste|put|some|the)[^-_ ]/i.test(value)
  );
}
