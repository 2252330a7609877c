import * as vscode from 'vscode';
import type { FetchFunction } from '../core/api/model';

/** What decides which client is used; read anew at each call, so that changes need no reload. */
export interface FetchChoice {
  /** The setting `cxengage.network.client`. */
  networkClient(): 'auto' | 'fetch' | 'node-fetch';
}

/** Whether VS Code gave the global `fetch` its proxy settings and the system's certificates, and the user let it. */
function obeysSettings(): boolean {
  // VS Code leaves this mark where it replaced the global `fetch`.
  const patched = '__vscodePatchedFetch' in globalThis;
  return patched && vscode.workspace.getConfiguration('http').get('fetchAdditionalSupport', true);
}

/** The client for the next call. */
export function chosenClient(choice: FetchChoice): 'fetch' | 'node-fetch' {
  const wanted = choice.networkClient();
  if (wanted !== 'auto') return wanted;
  return obeysSettings() ? 'fetch' : 'node-fetch';
}

/**
 * The `fetch` for every call to CxEngage. No agent, proxy or certificate setting of our own: VS Code's are obeyed by
 * the global `fetch` where it is patched, and by node-fetch through the patched `https` elsewhere.
 */
export function createFetch(choice: FetchChoice): FetchFunction {
  return async (url, init) => {
    if (chosenClient(choice) === 'fetch') return fetch(url, init);
    const { nodeFetch } = await import('./nodeFetch.js');
    return nodeFetch(url, init);
  };
}
