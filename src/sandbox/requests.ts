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
  /** The body as JSON; `undefined` when there was none, or not JSON, or it was never read, or bodies are not recorded. */
  readonly body?: unknown;
  readonly bodyText?: string;
  /** Status of the response; `undefined` while there is none, and when there never was. */
  readonly status?: number;
  /** Kind of the fault that was played. */
  readonly fault?: string;
}

type Entry = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

const MAX_ENTRIES = 20_000;
const MAX_BODY_TEXT = 256 * 1024;
/** What the entries of one log may take, roughly, in bytes. */
const MAX_BYTES = { withBodies: 48 * 1024 * 1024, withoutBodies: 2 * 1024 * 1024 };
/** What an entry takes beside its texts. */
const ENTRY_BYTES = 500;

function keptHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const { authorization } = headers;
  if (authorization !== undefined) headers.authorization = `${authorization.split(' ', 1)[0] ?? ''} …`;
  return headers;
}

/** The latest requests, as many as fit. Bodies are kept only where somebody with a control key may ask for them. */
export class RequestLog {
  readonly #recordsBodies: boolean;
  #entries: Entry[] = [];
  #sizes = new WeakMap<Entry, number>();
  #bytes = 0;
  #number = 0;

  constructor(recordsBodies: boolean) {
    this.#recordsBodies = recordsBodies;
  }

  /** Notes a request whose body is not read yet. */
  open(server: string, request: IncomingMessage): Entry {
    this.#number += 1;
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const headers = keptHeaders(request);
    const entry: Entry = { number: this.#number, server, method: request.method ?? '', path, query, headers };
    this.#entries.push(entry);
    this.#grow(entry, ENTRY_BYTES + path.length + query.length + JSON.stringify(headers).length);
    return entry;
  }

  /** Adds the body to an entry. */
  noteBody(entry: Entry, bodyText: string): void {
    if (!this.#recordsBodies || bodyText === '' || !this.#sizes.has(entry)) return;
    entry.bodyText = bodyText.slice(0, MAX_BODY_TEXT);
    const body = parseJson(bodyText);
    if (body !== undefined) entry.body = body;
    this.#grow(entry, entry.bodyText.length + 2 * bodyText.length);
  }

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** What the entries take, roughly, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  clear(): void {
    this.#entries = [];
    this.#sizes = new WeakMap();
    this.#bytes = 0;
  }

  #grow(entry: Entry, bytes: number): void {
    this.#sizes.set(entry, (this.#sizes.get(entry) ?? 0) + bytes);
    this.#bytes += bytes;
    const limit = this.#recordsBodies ? MAX_BYTES.withBodies : MAX_BYTES.withoutBodies;
    if (this.#bytes <= limit && this.#entries.length <= MAX_ENTRIES) return;
    // A tenth more than necessary, so that a full log does not copy itself at every request.
    let dropped = 0;
    for (const old of this.#entries) {
      if (this.#bytes <= limit * 0.9 && this.#entries.length - dropped <= MAX_ENTRIES * 0.9) break;
      this.#bytes -= this.#sizes.get(old) ?? 0;
      this.#sizes.delete(old);
      dropped += 1;
    }
    this.#entries = this.#entries.slice(dropped);
  }
}
