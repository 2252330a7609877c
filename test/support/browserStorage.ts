// What a page has put into its browser's stores, as text. The files of a profile cannot be searched for it: Chromium compresses them.
import { type Page } from 'playwright-core';
import * as v from 'valibot';

const dumpSchema = v.object({
  localStorage: v.record(v.string(), v.string()),
  sessionStorage: v.record(v.string(), v.string()),
  indexedDB: v.string(),
  caches: v.string(),
});

/** One entry per store; IndexedDB's databases and the caches as one text each. */
export type BrowserStorage = v.InferOutput<typeof dumpSchema>;

// Runs in the page, so it is text here: this project's types know no DOM.
const dump = `(async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    return typeof value === 'string' ? value : JSON.stringify(value, (_key, each) => (each instanceof ArrayBuffer || ArrayBuffer.isView(each) ? new TextDecoder().decode(each) : each)) ?? String(value);
  };
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const parts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store, 'readonly').objectStore(store);
      const keys = await done(objects.getAllKeys());
      const values = await done(objects.getAll());
      keys.forEach((key, index) => parts.push(name + '/' + store + '/' + text(key) + ' = ' + text(values[index])));
    }
    database.close();
  }
  const cached = [];
  for (const name of 'caches' in window ? await caches.keys() : []) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) cached.push(request.url + ' = ' + (await (await cache.match(request)).text()));
  }
  return { localStorage: { ...localStorage }, sessionStorage: { ...sessionStorage }, indexedDB: parts.join('\\n'), caches: cached.join('\\n') };
})()`;

/** Reads all of the page's stores. */
export async function browserStorage(page: Page): Promise<BrowserStorage> {
  return v.parse(dumpSchema, await page.evaluate(dump));
}
