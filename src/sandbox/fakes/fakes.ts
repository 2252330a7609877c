import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyReader } from '../bodies';
import { listen } from '../loopback';
import type { RequestLog } from '../requests';
import { describeServices, type SandboxServices } from '../services';
import { rest } from './rest';
import { salesforce } from './salesforce';
import { zendesk } from './zendesk';

/** A request to a fake service, read. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

/** What a fake service says; `undefined` says nothing, ever. */
export type FakeReply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | undefined;

export type FakeService = (request: FakeRequest, services: SandboxServices) => FakeReply;

const elsewhere: FakeService = () => ({ status: 200, body: { landed: true } });
const services = { zendesk, salesforce, rest, elsewhere };
type Name = keyof typeof services;

function send(response: ServerResponse, reply: FakeReply): void {
  if (!reply) return;
  const { status, headers, body } = reply;
  if (body === undefined) response.writeHead(status, headers).end();
  else if (typeof body === 'string')
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Starts the fake services, each at an origin of its own. */
export async function startFakes(
  log: RequestLog,
  bodies: BodyReader,
): Promise<{ readonly services: SandboxServices; close(): Promise<void> }> {
  const serve = (name: Name) => async (request: IncomingMessage, response: ServerResponse) => {
    const entry = log.open(name, request);
    const body = await bodies.read(request, response);
    log.noteBody(entry, body);
    response.once('finish', () => {
      entry.status = response.statusCode;
    });
    const { authorization, 'content-type': contentType = '' } = request.headers;
    send(
      response,
      services[name]({ method: entry.method, path: entry.path, authorization, contentType, body }, described),
    );
  };
  const [forZendesk, forSalesforce, forRest, forElsewhere] = await Promise.all([
    listen(serve('zendesk')),
    listen(serve('salesforce')),
    listen(serve('rest')),
    listen(serve('elsewhere')),
  ]);
  const described = describeServices({
    zendesk: forZendesk.origin,
    salesforce: forSalesforce.origin,
    rest: forRest.origin,
    elsewhere: forElsewhere.origin,
  });
  const all = [forZendesk, forSalesforce, forRest, forElsewhere];
  return {
    services: described,
    close: async () => {
      await Promise.all(all.map((server) => server.close()));
    },
  };
}

/** User name and password of HTTP Basic, or `undefined`. */
export function basicOf(
  authorization: string | undefined,
): { readonly username: string; readonly password: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { username, password: rest.join(':') };
}
