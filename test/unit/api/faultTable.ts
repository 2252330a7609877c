import type { ApiErrorKind } from '../../../src/core/api/error';
import type { FaultRule } from '../../../src/sandbox/server';

/** One fault of the table and what it must lead to. */
export interface FaultRow {
  readonly name: string;
  readonly fault: FaultRule['fault'];
  /** Error kinds a call may end in when the fault stays; empty where it does no harm. */
  readonly kinds: readonly ApiErrorKind[];
  /** Goes away when tried again, so a read or PUT must not fail for one of it. */
  readonly passing: boolean;
  /** Waits for a time limit: run with short ones. */
  readonly slow?: true;
}

const passing = (name: string, fault: FaultRule['fault'], ...kinds: ApiErrorKind[]): FaultRow => ({
  name,
  fault,
  kinds,
  passing: true,
});
const final = (name: string, fault: FaultRule['fault'], ...kinds: ApiErrorKind[]): FaultRow => ({
  name,
  fault,
  kinds,
  passing: false,
});

/** Every way a call can go wrong, by the place at which it does. */
export const FAULTS: readonly FaultRow[] = [
  passing('reset before the request was read', { kind: 'reset', at: 'beforeRead' }, 'offline'),
  passing('reset before the write', { kind: 'reset', at: 'beforeWrite' }, 'offline'),
  passing('reset after the write', { kind: 'reset', at: 'afterWrite' }, 'offline'),
  passing('reset during the response', { kind: 'reset', at: 'midResponse' }, 'offline'),
  passing('response cut short', { kind: 'truncate' }, 'offline', 'protocol'),
  passing('response cut short, nothing written', { kind: 'truncate', write: false }, 'offline', 'protocol'),
  { ...passing('no response', { kind: 'stall', at: 'headers' }, 'timeout'), slow: true },
  { ...passing('no response, nothing written', { kind: 'stall', at: 'headers', write: false }, 'timeout'), slow: true },
  { ...passing('response stalls', { kind: 'stall', at: 'body' }, 'timeout'), slow: true },
  {
    ...passing('response stalls, nothing written', { kind: 'stall', at: 'body', write: false }, 'timeout'),
    slow: true,
  },
  passing('429', { kind: 'status', status: 429 }, 'rateLimited'),
  passing('429 with Retry-After', { kind: 'status', status: 429, retryAfter: 20 }, 'rateLimited'),
  final('429 with a long Retry-After', { kind: 'status', status: 429, retryAfter: 3600 }, 'rateLimited'),
  ...[502, 503].flatMap((status) => [
    passing(`${status}`, { kind: 'status', status }, 'server'),
    passing(`${status} after the write`, { kind: 'status', status, write: true }, 'server'),
    passing(`${status} without a body`, { kind: 'status', status, shape: 8 }, 'server'),
  ]),
  passing('504', { kind: 'status', status: 504 }, 'timeout'),
  passing('504 after the write', { kind: 'status', status: 504, write: true }, 'timeout'),
  passing(
    '503 with a date',
    { kind: 'status', status: 503, retryAfter: new Date(Date.now() + 5000).toUTCString() },
    'server',
  ),
  passing('page of a gateway', { kind: 'html' }, 'server'),
  passing('page of a gateway after the write', { kind: 'html', write: true }, 'server'),
  final('page of a portal', { kind: 'html', status: 200 }, 'protocol'),
  final('page of a portal after the write', { kind: 'html', status: 200, write: true }, 'protocol'),
  final('500', { kind: 'status', status: 500, shape: 6 }, 'server'),
  final('500 after the write', { kind: 'status', status: 500, write: true }, 'server'),
  final('501', { kind: 'status', status: 501 }, 'server'),
  final('400', { kind: 'status', status: 400, shape: 1 }, 'invalid', 'signedOut'),
  final('400 of shape 3', { kind: 'status', status: 400, shape: 3 }, 'invalid', 'signedOut'),
  final('400 of shape 5', { kind: 'status', status: 400, shape: 5 }, 'invalid', 'signedOut'),
  final('400 that says duplicate', { kind: 'status', status: 400, shape: 2 }, 'duplicate', 'signedOut'),
  final(
    '400 that is a page',
    { kind: 'status', status: 400, body: '<h1>Bad Request</h1>', contentType: 'text/html' },
    'invalid',
  ),
  final('403', { kind: 'status', status: 403, shape: 7 }, 'forbidden', 'signedOut'),
  final('404', { kind: 'status', status: 404 }, 'notFound'),
  final('405', { kind: 'status', status: 405 }, 'protocol'),
  final('409', { kind: 'status', status: 409 }, 'duplicate'),
  final('422', { kind: 'status', status: 422, shape: 1 }, 'invalid'),
  final('418', { kind: 'status', status: 418 }, 'protocol'),
  final('401', { kind: 'status', status: 401 }, 'signedOut'),
  final('401 that is a page', { kind: 'html', status: 401 }, 'proxy'),
  final('endless response', { kind: 'huge', bytes: 33 * 1024 * 1024 }, 'protocol'),
  final('response that is no JSON', { kind: 'notJson' }, 'protocol'),
  final('response that is no JSON, nothing written', { kind: 'notJson', write: false }, 'protocol'),
  final('empty response', { kind: 'empty' }, 'protocol'),
  final('empty response, nothing written', { kind: 'empty', write: false }, 'protocol'),
  final('redirect', { kind: 'redirect' }, 'protocol'),
  final('redirect after the write', { kind: 'redirect', status: 307, write: true }, 'protocol'),
  final('bare response', { kind: 'wrapping', how: 'bare' }),
  final('response wrapped twice', { kind: 'wrapping', how: 'double' }, 'protocol'),
  final('response wrapped otherwise', { kind: 'wrapping', how: 'data' }, 'protocol'),
  final('response of null', { kind: 'wrapping', how: 'null' }, 'protocol'),
  final('a little delay', { kind: 'delay', ms: 5, at: 'beforeWrite' }),
];
