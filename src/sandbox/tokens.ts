import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from './clock';
import type { Principal } from './people';
import { unauthorized } from './refusal';

interface Session {
  readonly principal: Principal;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Tokens that are good at the same time. */
const MAX_SESSIONS = 10_000;

/** Lifetime of a token when none is asked for, in seconds (API facts b.1). */
export const dayInSeconds = 86_400;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Issues and checks tokens. A token is a JWT (HS256) with the payload keys of API facts b.1. */
export class Tokens {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new token, unlike every other, that lives for `ttl` seconds of the server's clock. */
  issue(principal: Principal, ttl: number): string {
    const iat = this.#clock.seconds();
    const head = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ 'user-id': principal.id, type: 'token', exp: iat + ttl, iat })}`;
    // A key of its own for every token: two of the same second differ, and nothing can be forged.
    const token = `${head}.${createHmac('sha256', randomBytes(32)).update(head).digest('base64url')}`;
    this.#makeRoom();
    this.#sessions.set(token, { principal, expires: iat + ttl });
    return token;
  }

  /** Who holds the token. Throws `Refusal` (401) when it is unknown, revoked or expired. */
  holder(token: string): Principal {
    const session = this.#sessions.get(token);
    if (!session) throw unauthorized('invalid token');
    if (this.#clock.seconds() >= session.expires) throw unauthorized('token is expired');
    return session.principal;
  }

  /** Makes every token issued so far worthless, or only those of one principal. */
  revoke(principal?: Principal): void {
    for (const [token, session] of this.#sessions) {
      if (principal === undefined || session.principal.id === principal.id) this.#sessions.delete(token);
    }
  }

  /** Forgets what has expired, and the oldest where that is not enough. */
  #makeRoom(): void {
    if (this.#sessions.size < MAX_SESSIONS) return;
    const now = this.#clock.seconds();
    for (const [token, session] of this.#sessions)
      if (now >= session.expires || this.#sessions.size >= MAX_SESSIONS) this.#sessions.delete(token);
  }
}
