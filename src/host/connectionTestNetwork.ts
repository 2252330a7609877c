import { getCACertificates } from 'node:tls';
import * as vscode from 'vscode';
import type { FetchFunction } from '../core/api/model';
import { isLoopback } from '../core/base/loopback';
import type { TestNetwork } from '../core/connectionTest/model';
import { createTestSockets } from './connectionTestSockets';

/** The proxy variables of the environment, which VS Code obeys unless told otherwise. */
function environmentProxy(url: URL): string | undefined {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  return process.env[name] ?? process.env[name.toUpperCase()];
}

/** Whether a list of hosts and domains (`.acme.com`, `*.acme.com`, `host:port`, `*`) names the host. */
function isListed(list: readonly string[], url: URL): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list.some((entry) => {
    const [name = '', entryPort] = entry.trim().toLowerCase().split(':');
    if (entryPort !== undefined && entryPort !== port) return false;
    const domain = name.replace(/^\*?\./u, '');
    return name === '*' || (domain !== '' && (url.hostname === domain || url.hostname.endsWith(`.${domain}`)));
  });
}

/** Proxies named in settings or the environment. One found by the system alone shows only in that the call succeeds. */
function usesProxy(url: URL): boolean {
  const settings = vscode.workspace.getConfiguration('http');
  if (settings.get('proxySupport') === 'off' || isLoopback(url.hostname)) return false;
  const environmentExceptions = (process.env.no_proxy ?? process.env.NO_PROXY ?? '').split(',');
  if (isListed([...settings.get<string[]>('noProxy', []), ...environmentExceptions], url)) return false;
  return settings.get<string>('proxy', '') !== '' || (environmentProxy(url) ?? '') !== '';
}

/** The certificates VS Code's own calls trust: Node's, and the system's unless the user switched them off. */
function trustedCertificates(): string[] {
  const system = vscode.workspace.getConfiguration('http').get<boolean>('systemCertificates', true);
  return [...getCACertificates('default'), ...(system ? getCACertificates('system') : [])];
}

/**
 * The network of the connection test. Where the service was reached directly, requests go to that very address; all
 * others go through `fetch`, which obeys VS Code's proxy settings and certificates.
 */
export function createTestNetwork(fetch: FetchFunction): TestNetwork {
  const sockets = createTestSockets(trustedCertificates);
  return {
    ...sockets,
    usesProxy,
    request: async (url, init, addresses) =>
      addresses === undefined ? fetch(url, init) : sockets.request(url, init, addresses),
  };
}
