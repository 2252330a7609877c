import * as l10n from '@vscode/l10n';
import { hostScope, ipScope } from '../catalog/address';
import { describeFailure, type Failure } from './failure';
import type { ConsentReason, Finding, TestSocket, TestNetwork, StageId, TlsFacts } from './model';

/** A finding with the time it took. */
export interface TimedFinding extends Finding {
  readonly ms?: number;
}

/** What was seen of the network route to the service before anything was sent. */
export interface Route {
  readonly findings: Readonly<Partial<Record<StageId, TimedFinding>>>;
  readonly addresses: readonly string[];
  /** A direct connection fails here; a proxy may still get through. */
  readonly failure?: Failure;
}

/** Time since a moment, in whole milliseconds. */
export function since(start: number): number {
  return Math.max(0, Math.round(performance.now() - start));
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** A URL's host without the brackets of IPv6. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/gu, '');
}

/**
 * What the user has to agree to before anything is sent to these addresses.
 * @param isSandbox services on this machine are the sandbox's own.
 */
export function consentReasons(url: URL, addresses: readonly string[], isSandbox = false): readonly ConsentReason[] {
  const scopes = [hostScope(url.hostname), ...addresses.map((address) => ipScope(address) ?? 'public')];
  const isLoopback = scopes.every((scope) => scope === 'loopback');
  if (isLoopback && isSandbox) return [];
  // Nobody knows where an unresolved name leads.
  const maybePrivate = addresses.length === 0 || scopes.some((scope) => scope !== 'public');
  return [
    ...(maybePrivate ? ['privateAddress' as const] : []),
    ...(url.protocol === 'http:' && !isLoopback ? ['plainHttp' as const] : []),
  ];
}

export function consentQuestion(url: URL, addresses: readonly string[], reasons: readonly ConsentReason[]): string {
  const [first] = addresses;
  const place = first === undefined || first === bareHost(url) ? url.host : `${url.host} (${first})`;
  if (first === undefined && hostScope(url.hostname) === 'public')
    return reasons.includes('plainHttp')
      ? l10n.t(
          'This machine cannot tell where {0} leads, possibly inside your network, and http is not encrypted. Send the credentials there?',
          url.host,
        )
      : l10n.t(
          'This machine cannot tell where {0} leads, possibly inside your network. Send the credentials there?',
          url.host,
        );
  if (!reasons.includes('plainHttp'))
    return l10n.t('{0} is on this machine or inside your network. Send the credentials there?', place);
  if (!reasons.includes('privateAddress'))
    return l10n.t('http is not encrypted: others can read the credentials on the way to {0}. Send them?', place);
  return l10n.t(
    '{0} is on this machine or inside your network, and http is not encrypted. Send the credentials there?',
    place,
  );
}

function tlsText({ protocol, issuer, validUntil }: TlsFacts): string {
  if (issuer === undefined || validUntil === undefined) return l10n.t('Encrypted with {0}.', protocol);
  return l10n.t('Encrypted with {0}. Certificate by {1}, valid until {2}.', protocol, issuer, validUntil);
}

/** Looks the name up. */
export async function lookUp(url: URL, network: TestNetwork, signal: AbortSignal): Promise<Route> {
  const host = bareHost(url);
  if (ipScope(host))
    return {
      addresses: [host],
      findings: { name: { state: 'skipped', detail: l10n.t('Skipped: {0} is an IP address.', host) } },
    };
  const start = performance.now();
  try {
    const addresses = await network.resolve(host, signal);
    const [first = '', ...others] = addresses;
    const detail =
      others.length === 0
        ? l10n.t('{0} is {1}.', host, first)
        : l10n.t('{0} is {1}, and {2} more.', host, first, others.length);
    return { addresses, findings: { name: { state: 'passed', ms: since(start), detail } } };
  } catch (error) {
    const failure: Failure = { stage: 'name', detail: describeFailure(error, url, signal.aborted).detail };
    return {
      addresses: [],
      findings: { name: { state: 'failed', ms: since(start), detail: failure.detail } },
      failure,
    };
  }
}

async function secure(url: URL, connection: TestSocket, signal: AbortSignal): Promise<TimedFinding> {
  if (url.protocol === 'http:') return { state: 'skipped', detail: l10n.t('Skipped: http is not encrypted.') };
  const start = performance.now();
  const facts = await connection.secure(signal);
  return { state: 'passed', ms: since(start), detail: tlsText(facts) };
}

/** Connects and, for https, makes the connection secure; nothing is sent over it. */
export async function reach(url: URL, route: Route, network: TestNetwork, signal: AbortSignal): Promise<Route> {
  const start = performance.now();
  let connection: TestSocket;
  try {
    connection = await network.connect({ host: bareHost(url), addresses: route.addresses, port: portOf(url) }, signal);
  } catch (error) {
    const failure: Failure = { stage: 'connection', detail: describeFailure(error, url, signal.aborted).detail };
    return {
      ...route,
      failure,
      findings: { ...route.findings, connection: { state: 'failed', ms: since(start), detail: failure.detail } },
    };
  }
  const opened: TimedFinding = {
    state: 'passed',
    ms: since(start),
    detail: l10n.t('Connected to {0}, port {1}.', connection.address, portOf(url)),
  };
  const securing = performance.now();
  try {
    const tls = await secure(url, connection, signal);
    return { ...route, findings: { ...route.findings, connection: opened, tls } };
  } catch (error) {
    const { detail } = describeFailure(error, url, signal.aborted);
    return {
      ...route,
      failure: { stage: 'tls', detail },
      findings: { ...route.findings, connection: opened, tls: { state: 'failed', ms: since(securing), detail } },
    };
  } finally {
    connection.close();
  }
}
