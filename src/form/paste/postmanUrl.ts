import * as v from 'valibot';

const part = v.union([v.string(), v.looseObject({ value: v.nullish(v.string()) })]);
const parts = v.nullish(v.union([v.string(), v.array(part)]));
const variable = v.looseObject({
  key: v.nullish(v.string()),
  id: v.nullish(v.string()),
  value: v.nullish(v.unknown()),
  disabled: v.nullish(v.boolean()),
});
const queryPair = v.looseObject({
  key: v.nullish(v.string()),
  value: v.nullish(v.unknown()),
  disabled: v.nullish(v.boolean()),
});

/** A Postman address: a text, or an object with the text, its parts, or both (collection schema 2.1). */
export const postmanUrl = v.union([
  v.string(),
  v.looseObject({
    raw: v.nullish(v.string()),
    protocol: v.nullish(v.string()),
    host: parts,
    port: v.nullish(v.union([v.string(), v.number()])),
    path: parts,
    query: v.nullish(v.union([v.string(), v.array(queryPair)])),
    variable: v.nullish(v.array(variable)),
  }),
]);

type PostmanUrl = v.InferOutput<typeof postmanUrl>;

/** The text of a value that Postman writes as a text, a number or a boolean. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function joined(value: v.InferOutput<typeof parts>, separator: string): string {
  if (typeof value === 'string') return value;
  return (value ?? []).map((entry) => (typeof entry === 'string' ? entry : (entry.value ?? ''))).join(separator);
}

function fromParts(url: Exclude<PostmanUrl, string>): string {
  const host = joined(url.host, '.');
  if (host === '') return '';
  const scheme = url.protocol === null || url.protocol === undefined || url.protocol === '' ? '' : url.protocol;
  const port = url.port === null || url.port === undefined || url.port === '' ? '' : `:${String(url.port)}`;
  const path = joined(url.path, '/');
  const query = Array.isArray(url.query)
    ? url.query
        .filter(({ disabled }) => disabled !== true)
        .map(({ key, value }) => `${key ?? ''}=${textOf(value)}`)
        .join('&')
    : (url.query ?? '');
  return [
    scheme === '' ? '' : `${scheme.replace(/:\/*$/, '')}://`,
    host,
    port,
    path === '' || path.startsWith('/') ? path : `/${path}`,
    query === '' ? '' : `?${query}`,
  ].join('');
}

/** An address as one text. `:name` in its path is put in where the request gives a value for it. */
export function addressOf(url: PostmanUrl): string {
  if (typeof url === 'string') return url;
  const text = url.raw === null || url.raw === undefined || url.raw === '' ? fromParts(url) : url.raw;
  const values = new Map<string, string>();
  for (const { key, id, value } of url.variable ?? []) {
    const name = key ?? id ?? '';
    if (name !== '' && textOf(value) !== '') values.set(name, textOf(value));
  }
  if (values.size === 0) return text;
  const query = text.search(/[?#]/);
  const path = query < 0 ? text : text.slice(0, query);
  const filled = path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? (values.get(segment.slice(1)) ?? segment) : segment))
    .map((segment, index) => (index > 2 ? segment.replaceAll(/[?#]/g, encodeURIComponent) : segment))
    .join('/');
  return query < 0 ? filled : filled + text.slice(query);
}
