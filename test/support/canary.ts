// Looks for secrets where none may be. Shares no code with the redaction it judges.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret that exists nowhere else in the world. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** What was found: which secret, where, and as what. */
export interface Leak {
  readonly place: string;
  readonly canary: string;
  readonly form: string;
}

/** Makes a secret whose encodings all differ from it: with a quote, a plus, a slash, an ampersand and a letter beyond ASCII. */
export function makeCanary(name: string): Canary {
  return { name, value: `cnry"${randomBytes(9).toString('hex')}+/&é` };
}

/** Base64 of the value wherever it begins in a longer text: three alignments, without the characters its neighbours share. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
}

/** The part of a canary that is like no other's, and that most writers leave as it is. */
const randomPart = (value: string): string => value.slice(5, 23);

/** Short texts of which every form of the value has one: where none of them is, there is no need to look for the forms. */
function tracesOf(value: string): readonly string[] {
  const random = randomPart(value);
  return [random, Buffer.from(random).toString('hex'), ...base64Forms(random)];
}

/** Every text that gives the value away, by the name of its form. */
export function formsOf(value: string): readonly (readonly [form: string, text: string])[] {
  const base64 = base64Forms(value);
  const random = randomPart(value);
  const escaped = JSON.stringify(value).slice(1, -1);
  const forms: readonly (readonly [string, string])[] = [
    ['plain', value],
    ['JSON-escaped', escaped],
    ['JSON-escaped twice', JSON.stringify(escaped).slice(1, -1)],
    [
      'JSON-escaped to ASCII',
      escaped.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ],
    ['URL-encoded', encodeURIComponent(value)],
    ['form-encoded', new URLSearchParams({ '': value }).toString().slice(1)],
    ['HTML-escaped', value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['hex', Buffer.from(value).toString('hex')],
    ...base64.map((text) => ['base64', text] as const),
    ...base64.map((text) => ['base64url', text.replaceAll('+', '-').replaceAll('/', '_')] as const),
    // The random part alone: whatever else a writer did to the value, this survives most of it.
    ['in part', random],
    ...base64Forms(random).flatMap(
      (text) =>
        [
          ['base64 in part', text],
          ['base64url in part', text.replaceAll('+', '-').replaceAll('/', '_')],
        ] as const,
    ),
  ];
  return forms;
}

/** The whole forms come first: who finds the value whole need not hear that a part of it was there too. */
function firstForm(text: string, value: string): string | undefined {
  return formsOf(value).find(([, form]) => text.includes(form))?.[0];
}

/** Looks for the canaries in a text. */
export function leaksIn(place: string, text: string, canaries: readonly Canary[]): readonly Leak[] {
  return canaries.flatMap(({ name, value }) => {
    const form = firstForm(text, value);
    return form === undefined ? [] : [{ place, canary: name, form }];
  });
}

/** Looks for the canaries in bytes, as UTF-8 and as UTF-16, in which browsers keep strings. */
export function leaksInBytes(place: string, bytes: Buffer, canaries: readonly Canary[]): readonly Leak[] {
  return canaries.flatMap(({ name, value }) => {
    if (!tracesOf(value).some((trace) => bytes.includes(trace, 0, 'utf8') || bytes.includes(trace, 0, 'utf16le')))
      return [];
    for (const [form, text] of formsOf(value)) {
      if (bytes.includes(text, 0, 'utf8')) return [{ place, canary: name, form }];
      if (bytes.includes(text, 0, 'utf16le')) return [{ place, canary: name, form: `${form}, UTF-16` }];
    }
    return [];
  });
}

/** Looks for the canaries in every file below a folder. `except` says which paths, relative to it, are left out. */
export async function leaksInFiles(
  folder: string,
  canaries: readonly Canary[],
  except: (path: string) => boolean = () => false,
): Promise<{ readonly leaks: readonly Leak[]; readonly files: number }> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !except(path.slice(folder.length + 1)));
  const leaks: Leak[] = [];
  for (const path of paths) {
    leaks.push(...leaksIn(`name of ${path}`, path, canaries));
    // A file that is gone by now holds nothing.
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes) leaks.push(...leaksInBytes(path, bytes, canaries));
  }
  return { leaks, files: paths.length };
}

/** Looks for the canaries in the arguments and the environment of every process that may be read. */
export async function leaksInProcesses(
  canaries: readonly Canary[],
): Promise<{ readonly leaks: readonly Leak[]; readonly processes: number }> {
  const ids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const leaks: Leak[] = [];
  let processes = 0;
  for (const id of ids) {
    const parts = await Promise.all(
      ['cmdline', 'environ'].map((part) => readFile(join('/proc', id, part)).catch(() => undefined)),
    );
    if (parts[0] !== undefined) processes += 1;
    for (const bytes of parts) if (bytes) leaks.push(...leaksInBytes(`process ${id}`, bytes, canaries));
  }
  return { leaks, processes };
}
