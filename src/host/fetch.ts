import type { FetchFunction } from '../core/api/model';

/** What decides which client is used; asked at each call, so that changes need no reload. */
export interface FetchChoice {
  /** The setting `cxengage.network.client`. */
  networkClient(): 'auto' | 'fetch' | 'node-fetch';
  /** The setting `http.fetchAdditionalSupport` of VS Code. */
  patchesFetch(): boolean;
}

/** The client for the next call. */
export function chosenClient(choice: FetchChoice): 'fetch' | 'node-fetch' {
  const wanted = choice.networkClient();
  if (wanted !== 'auto') return wanted;
  // VS Code leaves this mark where it gave the global `fetch` its proxy settings and the system's certificates.
  const isPatched = '__vscodePatchedFetch' in globalThis;
  return isPatched && choice.patchesFetch() ? 'fetch' : 'node-fetch';
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
