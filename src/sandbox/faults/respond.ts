import type { ServerResponse } from 'node:http';
import type { RouteResponse } from '../call';
import type { Firing } from './faults';
import { errorBody } from './shapes';
import { isFields } from '../values';

type TerminalFault = NonNullable<Firing['fault']>;

const json = 'application/json; charset=utf-8';

/** A response ready for the wire. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RouteResponseWithHeaders extends RouteResponse {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Cuts the connection so that the client sees a reset. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** True when the request does its work although the fault is played. */
export function worksDespite(fault: TerminalFault | undefined): boolean {
  if (!fault) return true;
  if (fault.kind === 'reset') return fault.at === 'afterWrite' || fault.at === 'midResponse';
  if (fault.kind === 'wrapping') return true;
  return fault.write ?? !['status', 'html', 'redirect'].includes(fault.kind);
}

function plain(planned: RouteResponseWithHeaders): Reply {
  return {
    status: planned.status,
    headers: { 'content-type': json, ...planned.headers },
    body: JSON.stringify(planned.body),
  };
}

function rewrapped(planned: RouteResponse, how: 'bare' | 'double' | 'data' | 'null'): RouteResponse {
  const result = isFields(planned.body) ? planned.body.result : undefined;
  const bodies = {
    bare: result ?? planned.body,
    double: { result: planned.body },
    data: { data: result },
    null: { result: null },
  };
  return { status: planned.status, body: bodies[how] };
}

const page =
  '<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1><script>document.title = "ran"</script></body></html>\n';

/** The response as a fault changes it. */
function changed(planned: RouteResponseWithHeaders, fault: TerminalFault, elsewhere: string): Reply {
  switch (fault.kind) {
    case 'status': {
      const retry: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return {
        status: fault.status,
        headers: { 'content-type': fault.contentType ?? json, ...retry },
        body: fault.body ?? errorBody(fault.shape ?? 4),
      };
    }
    case 'html':
      return { status: fault.status ?? 502, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
    case 'notJson':
      return { ...plain(planned), body: '{"result": [{"id": "1", oops' };
    case 'empty':
      return { status: 200, headers: {}, body: '' };
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.location ?? `${elsewhere}/landed` }, body: '' };
    case 'wrapping':
      return plain(rewrapped(planned, fault.how));
    default:
      return plain(planned);
  }
}

function head(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
}

/** Sends the headers and half the body; `done` runs when they are on their way. */
function sendHalf(response: ServerResponse, reply: Reply, done: () => void): void {
  head(response, reply);
  const bytes = Buffer.from(reply.body);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), done);
}

async function sendHuge(response: ServerResponse, status: number, bytes: number): Promise<void> {
  const chunk = 'x'.repeat(64 * 1024);
  response.writeHead(status, { 'content-type': json });
  response.write('{"result":"');
  for (let sent = 0; sent < bytes && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk)) await drained(response);
  }
  response.end('"}');
}

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });

/** Sends the response, changed by the fault if there is one. `elsewhere` is the origin that redirects lead to. */
export async function respond(
  response: ServerResponse,
  planned: RouteResponseWithHeaders,
  fault: TerminalFault | undefined,
  elsewhere: string,
): Promise<void> {
  const reply = fault ? changed(planned, fault, elsewhere) : plain(planned);
  switch (fault?.kind) {
    case 'reset':
      if (fault.at === 'midResponse')
        sendHalf(response, reply, () => {
          reset(response);
        });
      else reset(response);
      return;
    case 'truncate':
      sendHalf(response, reply, () => response.socket?.end());
      return;
    case 'stall':
      // The socket stays open until the client gives up or the sandbox ends.
      if (fault.at === 'body') sendHalf(response, reply, () => undefined);
      return;
    case 'huge':
      await sendHuge(response, reply.status, fault.bytes);
      return;
    default:
      head(response, reply);
      response.end(reply.body);
  }
}
