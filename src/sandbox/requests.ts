import type { IncomingMessage } from 'node:http';
import { parseJson } from './values';

/** One request that reached a server of the sandbox, in the order of arrival. */
export interface RecordedRequest {
  readonly number: number;
  /** `api`, or the fake service that was called. */
  readonly server: string;
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Lower-case names; of `authorization` only the scheme. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON; `undefined` when there was none, or not JSON, or it was never read. */
  readonly body?: unknown;
  readonly bodyText?: string;
  /** Status of the answer; `undefined` while there is none, and when there never was. */
  readonly status?: number;
  /** Kind of the fault that was played. */
  readonly fault?: string;
}

type Entry = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

const capacity = 20_000;
const keptBody = 256 * 1024;

function keptHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const { authorization } = headers;
  if (authorization !== undefined) headers.authorization = `${authorization.split(' ', 1)[0] ?? ''} …`;
  return headers;
}

/** The latest requests, at most twenty thousand. */
export class RequestLog {
  #entries: Entry[] = [];
  #number = 0;

  /** Notes a request whose body is not read yet. */
  open(server: string, request: IncomingMessage): Entry {
    this.#number += 1;
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const entry: Entry = {
      number: this.#number,
      server,
      method: request.method ?? '',
      path,
      query,
      headers: keptHeaders(request),
    };
    this.#entries.push(entry);
    if (this.#entries.length > capacity) this.#entries = this.#entries.slice(capacity / 10);
    return entry;
  }

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}

/** Adds the body to an entry. */
export function noteBody(entry: Entry, bodyText: string): void {
  if (bodyText === '') return;
  entry.bodyText = bodyText.slice(0, keptBody);
  const body = parseJson(bodyText);
  if (body !== undefined) entry.body = body;
}
