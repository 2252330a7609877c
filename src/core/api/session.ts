import * as l10n from '@vscode/l10n';
import type { CredentialLookup, Credential } from '../base/account';
import type { Logger } from '../base/log';
import type { Clock } from '../base/clock';
import { unlessAborted } from '../base/timeouts';
import { abortedError, ApiError } from './error';
import { pastedToken } from './pastedCredential';

/** A token as the server gave it. */
export interface TokenResponse {
  readonly token: string;
  /** Seconds it lives from now on, where that is known. Never a date: clocks are wrong by a day. */
  readonly ttl?: number;
}

/** A token in use. */
export interface SessionToken {
  readonly token: string;
  /** Monotonic ms from which on it is renewed before use. */
  readonly renewAt: number;
  readonly renewable: boolean;
}

export interface SessionOptions {
  /** Reads the credential from SecretStorage. Called when a token is needed, its value dropped at once. */
  readonly credential: () => Promise<CredentialLookup>;
  /** `POST /v1/tokens`. Throws ApiError. */
  readonly requestToken: (credential: Exclude<Credential, { kind: 'token' }>) => Promise<TokenResponse>;
  /** Told once when the server accepts neither the token nor a new one. */
  readonly onSessionEnded: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A token is renewed this long before its end, or at nine tenths of a shorter life. */
const SLACK_MS = 60_000;

function lookupError(lookup: Exclude<CredentialLookup, { state: 'found' }>): ApiError {
  const texts = {
    none: () => l10n.t('The sign-in is no longer stored. Sign in again.'),
    unreadable: () => l10n.t('The stored sign-in cannot be read. Sign in again.'),
    unavailable: () =>
      l10n.t(
        'VS Code’s secret storage does not respond, so the sign-in cannot be read. Unlock the system’s keyring, then try again.',
      ),
  };
  // A sign-in that the keyring does not give now is still stored: signing in again would not help.
  const kind = lookup.state === 'unavailable' ? 'keyringUnavailable' : 'signedOut';
  return new ApiError(kind, texts[lookup.state](), { cause: `credential=${lookup.state}`, noEffect: true });
}

function endedError(): ApiError {
  return new ApiError('signedOut', l10n.t('CxEngage no longer accepts this sign-in. Sign in again.'), {
    status: 401,
    noEffect: true,
  });
}

/**
 * A token as it goes into the header, out of what was pasted (see `pastedToken`).
 * @throws ApiError `signedOut` where characters are in it that a header cannot carry.
 */
export function tokenText(pasted: string): string {
  const token = pastedToken(pasted);
  // A client that refuses a header quotes it in its error; so nothing else ever becomes a header.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ApiError(
      'signedOut',
      l10n.t('This is not a token: it contains spaces or special characters. Copy it again and sign in.'),
      { cause: 'token is not printable', noEffect: true },
    );
  }
  return token;
}

/** The token of one sign-in, in memory only: got when needed, renewed once for any number of calls, ended once and for good. */
export class Session {
  readonly #options: SessionOptions;
  #grant: SessionToken | undefined;
  #pending: Promise<SessionToken> | undefined;
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The token, got or renewed first when needed. Throws ApiError. */
  async token(signal?: AbortSignal): Promise<string> {
    return (await this.#current(signal)).token;
  }

  /**
   * Makes a call with a token; on 401, once more with a new one.
   * @param call given the token. Throws ApiError.
   * @param tentative the call may be refused to this kind of account (API facts k.2): its 401 is its own affair.
   * @throws ApiError `signedOut` at once when the session has ended; what `call` throws otherwise.
   */
  async authorized<T>(call: (token: string) => Promise<T>, signal?: AbortSignal, tentative = false): Promise<T> {
    const grant = await this.#current(signal);
    try {
      return await call(grant.token);
    } catch (error) {
      if (!isUnauthorized(error) || tentative) throw error;
      if (!grant.renewable) return this.#end(error);
    }
    const fresh = await this.#renewed(grant, signal);
    try {
      return await call(fresh.token);
    } catch (error) {
      return this.#end(error);
    }
  }

  async #current(signal: AbortSignal | undefined): Promise<SessionToken> {
    if (this.#ended) throw endedError();
    const grant = this.#grant;
    if (grant && (!grant.renewable || this.#options.clock.monotonic() < grant.renewAt)) return grant;
    return unlessAborted(this.#join(), signal, () => abortedError({ noEffect: true }));
  }

  /** The token after a 401: the one that another call got since, or a new one. */
  async #renewed(refused: SessionToken, signal: AbortSignal | undefined): Promise<SessionToken> {
    if (this.#ended) throw endedError();
    if (this.#grant && this.#grant !== refused) return this.#grant;
    return unlessAborted(this.#join(), signal, () => abortedError({ noEffect: true }));
  }

  #join(): Promise<SessionToken> {
    this.#pending ??= this.#acquire().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #acquire(): Promise<SessionToken> {
    const { clock, logger } = this.#options;
    const credential = await this.#credential();
    try {
      const grant =
        credential.kind === 'token'
          ? pastedGrant(credential.token)
          : grantFrom(await this.#options.requestToken(credential), clock);
      this.#grant = grant;
      logger.info('session token ready', { renewable: grant.renewable });
      return grant;
    } catch (error) {
      if (isRejected(error)) this.#markEnded();
      throw beforeTheCall(error);
    }
  }

  async #credential(): Promise<Credential> {
    let lookup: CredentialLookup;
    try {
      lookup = await this.#options.credential();
    } catch {
      lookup = { state: 'unavailable', reason: '' };
    }
    if (lookup.state !== 'found') throw lookupError(lookup);
    return lookup.credential;
  }

  /** Ends the session where the error is a rejection; throws it otherwise. */
  #end(error: unknown): never {
    if (!isRejected(error)) throw error;
    this.#markEnded();
    throw endedError();
  }

  #markEnded(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#grant = undefined;
    this.#options.logger.warn('session ended');
    this.#options.onSessionEnded();
  }
}

function isUnauthorized(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 401;
}

/** The server rejected the credential. A gateway's error page does not count as a rejection. */
function isRejected(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'signedOut' && error.status !== undefined;
}

/** The call that wants the token was not made, or got 401: it had no effect, however the token failed. */
function beforeTheCall(error: unknown): unknown {
  return error instanceof ApiError ? error.with({ noEffect: true }) : error;
}

function pastedGrant(token: string): SessionToken {
  return { token: tokenText(token), renewAt: Number.POSITIVE_INFINITY, renewable: false };
}

function grantFrom(response: TokenResponse, clock: Clock): SessionToken {
  const life = response.ttl === undefined || response.ttl <= 0 ? Number.POSITIVE_INFINITY : response.ttl * 1000;
  return {
    token: tokenText(response.token),
    renewAt: clock.monotonic() + life - Math.min(SLACK_MS, life / 10),
    renewable: true,
  };
}
