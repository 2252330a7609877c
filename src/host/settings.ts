import * as vscode from 'vscode';
import { baseUrl } from '../core/api/endpointUrl';
import type { Endpoint } from '../core/base/account';
import type { Event } from '../core/base/event';
import { isObject } from '../core/base/json';

/** The two regions of API facts a. */
export const BUILT_IN_ENDPOINTS: readonly Endpoint[] = [
  { name: 'North America', url: 'https://api.cxengage.net' },
  { name: 'Europe', url: 'https://eu-west-1-prod-api.cxengage.net' },
];

export type NetworkClient = 'auto' | 'fetch' | 'node-fetch';

/** The extension's settings, as they are now: changes need no reload. Every call asks for some of them, so they cost next to nothing. */
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
  /** Whether VS Code's `http.fetchAdditionalSupport` lets it give its proxy and certificates to `fetch`. */
  patchesFetch(): boolean;
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

/** Reads settings, and remembers what it read: VS Code takes some tenths of a millisecond to look one up. */
class SettingValues {
  readonly #known = new Map<string, unknown>();

  #remember(section: string, read: () => unknown): unknown {
    if (!this.#known.has(section)) this.#known.set(section, read());
    return this.#known.get(section);
  }

  /**
   * A setting's value from the user, never from a workspace: `application` scope already says so to VS Code, and a
   * credential's destination is worth saying twice.
   */
  ofUser(section: string): unknown {
    return this.#remember(section, () => {
      const found = vscode.workspace.getConfiguration().inspect(section);
      return found?.globalValue ?? found?.defaultValue;
    });
  }

  /** The value in effect of a setting that is not ours. */
  inEffect(section: string): unknown {
    return this.#remember(section, () => vscode.workspace.getConfiguration().get(section));
  }

  /** The texts of a setting that maps names to texts. */
  texts(section: string): readonly (readonly [name: string, text: string])[] {
    const value = this.ofUser(section);
    const named = isObject(value) ? Object.entries(value) : [];
    return named.flatMap(([name, text]) =>
      typeof text === 'string' && name.trim() !== '' ? [[name.trim(), text.trim()] as const] : [],
    );
  }

  number(section: string, fallback: number, min: number, max: number): number {
    const value = this.ofUser(section);
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  }

  /** Has everything read anew, because something was changed. */
  forget(): void {
    this.#known.clear();
  }
}

export function createSettings(context: vscode.ExtensionContext): Settings {
  const changed = new vscode.EventEmitter<void>();
  const values = new SettingValues();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      values.forget();
      if (event.affectsConfiguration('cxengage')) changed.fire();
    }),
  );
  return {
    endpoints() {
      const extra = values.texts('cxengage.endpoints').flatMap(([name, text]) => {
        const url = endpointUrl(text);
        return url ? [{ name, url }] : [];
      });
      return [...BUILT_IN_ENDPOINTS, ...extra];
    },
    consoleUrls: () => new Map(values.texts('cxengage.consoleUrls').filter(([, url]) => url.startsWith('https://'))),
    requestTimeout: () => values.number('cxengage.requestTimeout', 30, 1, 600),
    maxConcurrentRequests: () => Math.floor(values.number('cxengage.maxConcurrentRequests', 6, 1, 32)),
    createActiveByDefault: () => values.ofUser('cxengage.create.activeByDefault') !== false,
    networkClient() {
      const value = values.ofUser('cxengage.network.client');
      return value === 'fetch' || value === 'node-fetch' ? value : 'auto';
    },
    patchesFetch: () => values.inEffect('http.fetchAdditionalSupport') !== false,
    onDidChange: changed.event,
  };
}
