import * as vscode from 'vscode';
import { baseUrl } from '../core/api/endpointUrl';
import type { Endpoint } from '../core/base/account';
import type { Event } from '../core/base/event';
import { isObject } from '../core/base/json';

/** The two regions of API facts a. */
const BUILT_IN_ENDPOINTS: readonly Endpoint[] = [
  { name: 'North America', url: 'https://api.cxengage.net' },
  { name: 'Europe', url: 'https://eu-west-1-prod-api.cxengage.net' },
];

export type NetworkClient = 'auto' | 'fetch' | 'node-fetch';

/** An entry of `cxengage.endpoints` that cannot be used. */
export interface EndpointProblem {
  readonly name: string;
  readonly reason: string;
}

/** The extension's settings, always current: no reload is needed. They are read for every request, so reads are cached. */
export interface Settings {
  /** Built-in regions, then those of `cxengage.endpoints` that can be used. */
  endpoints(): readonly Endpoint[];
  /** Entries of `cxengage.endpoints` that cannot be used, each with the reason for the user. */
  endpointProblems(): readonly EndpointProblem[];
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

function readEndpoint(name: string, value: unknown): Endpoint | EndpointProblem {
  if (typeof value !== 'string')
    return { name, reason: vscode.l10n.t('The endpoint must be a URL in quotation marks.') };
  try {
    return { name, url: baseUrl(value.trim()) };
  } catch (error) {
    return { name, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads settings and caches them: VS Code takes some tenths of a millisecond to look one up. */
class SettingValues {
  readonly #known = new Map<string, unknown>();

  #remember(section: string, read: () => unknown): unknown {
    if (!this.#known.has(section)) this.#known.set(section, read());
    return this.#known.get(section);
  }

  /** A setting's value from the user, never from a workspace, even if VS Code ignored the setting's `application` scope. */
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

  /** The entries of a setting that maps names to values. */
  entries(section: string): readonly (readonly [name: string, value: unknown])[] {
    const value = this.ofUser(section);
    const named: readonly [string, unknown][] = isObject(value) ? Object.entries(value) : [];
    return named.map(([name, each]) => [name.trim(), each] as const);
  }

  number(section: string, fallback: number, min: number, max: number): number {
    const value = this.ofUser(section);
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  }

  /** Clears the cache after a change. */
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
  const readEndpoints = (): readonly (Endpoint | EndpointProblem)[] =>
    values
      .entries('cxengage.endpoints')
      .map(([name, value]) =>
        name === '' ? { name: '""', reason: vscode.l10n.t('The endpoint needs a name.') } : readEndpoint(name, value),
      );
  return {
    endpoints: () => [...BUILT_IN_ENDPOINTS, ...readEndpoints().filter((each) => 'url' in each)],
    endpointProblems: () => readEndpoints().filter((each) => 'reason' in each),
    consoleUrls: () =>
      new Map(
        values.entries('cxengage.consoleUrls').flatMap(([name, value]) => {
          const url = typeof value === 'string' ? value.trim() : '';
          return url.startsWith('https://') ? [[name, url] as const] : [];
        }),
      ),
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
