import * as vscode from 'vscode';
import { baseUrl } from '../core/api/endpointUrl';
import type { Endpoint } from '../core/directory/model';
import type { Event } from '../core/event';

/** The two regions of API facts a. */
export const BUILT_IN_ENDPOINTS: readonly Endpoint[] = [
  { name: 'North America', url: 'https://api.cxengage.net' },
  { name: 'Europe', url: 'https://eu-west-1-prod-api.cxengage.net' },
];

export type NetworkClient = 'auto' | 'fetch' | 'node-fetch';

/** The extension's settings, read anew at each use so that changes need no reload. */
export interface Settings {
  /** Built-in regions, then those of `cxengage.endpoints` that are https or loopback. */
  endpoints(): readonly Endpoint[];
  /** Addresses of web consoles by endpoint name, with `{tenantId}` and `{integrationId}` in them; https only. */
  consoleUrls(): ReadonlyMap<string, string>;
  /** Seconds. */
  requestTimeout(): number;
  maxConcurrentRequests(): number;
  createActiveByDefault(): boolean;
  networkClient(): NetworkClient;
  readonly onDidChange: Event<void>;
}

/**
 * Reads an endpoint's base URL as people write it (`/v1` and trailing slashes are taken off).
 * @returns the URL, or undefined where a credential must not be sent to it (see `baseUrl`).
 */
export function endpointUrl(text: string): string | undefined {
  try {
    return baseUrl(text.trim());
  } catch {
    return undefined;
  }
}

/**
 * A setting's value from the user, never from a workspace: `application` scope already says so to VS Code, and a
 * credential's destination is worth saying twice.
 */
function userValue(section: string): unknown {
  const found = vscode.workspace.getConfiguration('cxengage').inspect(section);
  return found?.globalValue ?? found?.defaultValue;
}

/** The texts of a setting that maps names to texts. */
function textsIn(section: string): readonly (readonly [name: string, text: string])[] {
  const value = userValue(section);
  const named = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return named.flatMap(([name, text]: [string, unknown]) => (typeof text === 'string' && name.trim() !== '' ? [[name.trim(), text.trim()] as const] : []));
}

function numberIn(section: string, fallback: number, min: number, max: number): number {
  const value = userValue(section);
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}

export function createSettings(context: vscode.ExtensionContext): Settings {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('cxengage')) changed.fire();
    }),
  );
  return {
    endpoints() {
      const extra = textsIn('endpoints').flatMap(([name, text]) => {
        const url = endpointUrl(text);
        return url ? [{ name, url }] : [];
      });
      return [...BUILT_IN_ENDPOINTS, ...extra];
    },
    consoleUrls: () => new Map(textsIn('consoleUrls').filter(([, url]) => url.startsWith('https://'))),
    requestTimeout: () => numberIn('requestTimeout', 30, 1, 600),
    maxConcurrentRequests: () => Math.floor(numberIn('maxConcurrentRequests', 6, 1, 32)),
    createActiveByDefault: () => userValue('create.activeByDefault') !== false,
    networkClient() {
      const value = userValue('network.client');
      return value === 'fetch' || value === 'node-fetch' ? value : 'auto';
    },
    onDidChange: changed.event,
  };
}
