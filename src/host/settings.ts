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
      const own = userValue('endpoints');
      const named = typeof own === 'object' && own !== null ? Object.entries(own) : [];
      const extra = named.flatMap(([name, value]: [string, unknown]) => {
        const url = typeof value === 'string' ? endpointUrl(value) : undefined;
        return url && name.trim() !== '' ? [{ name: name.trim(), url }] : [];
      });
      return [...BUILT_IN_ENDPOINTS, ...extra];
    },
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
