import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { BodyRefused, type BodyReader } from './bodies';
import type { RouteResponse, Backend, Call } from './call';
import type { Faults, Firing } from './faults/faults';
import { reset, respond, worksDespite, type RouteResponseWithHeaders } from './faults/respond';
import { Refusal, refusedBody } from './refusal';
import type { RequestLog } from './requests';
import { route } from './routes/router';
import { toWire } from './wire';

/** The API's half of a sandbox: its state, what is to go wrong, and what was asked. */
export interface ApiParts {
  readonly backend: Backend;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly bodies: BodyReader;
  /** Origin that redirects lead to. */
  readonly elsewhere: string;
  /** Ends delays when the sandbox ends. */
  readonly stopped: AbortSignal;
}

/** What the API says to a call: the response of the route, or the refusal it threw. */
function callRoute(backend: Backend, call: Omit<Call, 'parts'>): RouteResponseWithHeaders {
  try {
    return toWire(route(backend, call), backend.dialect);
  } catch (error) {
    if (error instanceof Refusal)
      return toWire({ status: error.status, body: error.body, headers: error.headers }, backend.dialect);
    throw error;
  }
}

async function delay(parts: ApiParts, { delays }: Firing, at: 'beforeWrite' | 'afterWrite'): Promise<void> {
  for (const { fault, takenBack } of delays) {
    if (fault.at !== at) continue;
    const over = wait(fault.ms, undefined, { signal: AbortSignal.any([parts.stopped, takenBack]), ref: false });
    await over.catch(() => {
      parts.stopped.throwIfAborted();
    });
  }
}

/** In place of the response where a fault keeps a request from its work. */
const nothingDone: RouteResponse = { status: 200, body: { result: {} } };

/** Serves one request to the API, with whatever fault is set for it. */
export async function serveApi(parts: ApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = parts.log.open('api', request);
  const firing = parts.faults.pick(entry.method, entry.path);
  const { fault } = firing;
  const kind = fault?.kind ?? firing.delays[0]?.fault.kind;
  if (kind !== undefined) entry.fault = kind;
  response.sendDate = false;
  response.setHeader('date', new Date(parts.backend.clock.now()).toUTCString());
  response.once('finish', () => {
    entry.status = response.statusCode;
  });
  if (fault?.kind === 'reset' && fault.at === 'beforeRead') {
    reset(response);
    return;
  }
  const body = await bodyOf(parts.bodies, request, response);
  if (typeof body === 'string') parts.log.noteBody(entry, body);
  await delay(parts, firing, 'beforeWrite');
  const planned = worksDespite(fault) ? responseTo(parts.backend, request, entry, body) : nothingDone;
  await delay(parts, firing, 'afterWrite');
  await respond(response, planned, fault, parts.elsewhere);
}

function responseTo(
  backend: Backend,
  request: IncomingMessage,
  entry: { method: string; path: string; query: string },
  body: string | BodyRefused,
): RouteResponseWithHeaders {
  if (typeof body !== 'string')
    return { status: body.status, body: refusedBody(body.message), headers: { connection: 'close' } };
  return callRoute(backend, {
    method: entry.method,
    path: entry.path,
    query: new URLSearchParams(entry.query),
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    bodyText: body,
  });
}

async function bodyOf(
  bodies: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string | BodyRefused> {
  try {
    return await bodies.read(request, response);
  } catch (error) {
    if (error instanceof BodyRefused) return error;
    throw error;
  }
}
