import { type JsonObject, type JsonValue, isArray, isObject } from '../base/json';
import { cleanResponseText } from './responseText';

/** What a server said about a request it refused, cleaned for people. */
export interface ErrorBody {
  /** True when the body was one of the API's own shapes, not a gateway's page. */
  readonly isRecognized: boolean;
  readonly text: string | undefined;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  readonly missingPermissions: readonly string[];
  /** The name, or another unique value, is taken. */
  readonly duplicate: boolean;
  /** `error.code` where it is a plain word or number; for the log. */
  readonly code: string | undefined;
}

const MAX_FIELDS = 50;
const MAX_TEXTS = 5;
/** Texts by which the vendor's own console knows a duplicate (API facts g.2). */
const DUPLICATE = /same value|already exist|already registered|duplicate found/i;
/** An error about `name` that is not about its being taken. */
const OTHER_NAME_FAULT = /long|short|empty|blank|missing|required|invalid|allowed|character|length/i;

type Clean = (text: string) => string;

/** @param depth how far to look into lists of lists; a hostile body nests a million of them. */
function textsOf(value: JsonValue | undefined, clean: Clean, depth = 3): readonly string[] {
  if (typeof value === 'string') return [clean(value)].filter((text) => text !== '');
  if (depth === 0) return [];
  if (isArray(value))
    return value
      .slice(0, MAX_TEXTS)
      .flatMap((entry) => textsOf(entry, clean, depth - 1))
      .slice(0, MAX_TEXTS);
  if (isObject(value)) return textsOf(value.message ?? value.title ?? value.error, clean, depth - 1);
  return [];
}

/** The API names fields of `properties` in a way nobody has seen yet: the last part of a path is the field we know. */
function fieldName(key: string, clean: Clean): string {
  return clean(key)
    .slice(0, 100)
    .replace(/^(.*[./])?properties[./]/, '');
}

/** Reads `attribute`: a field's name, a map of field to text or texts, or a map in a map (`properties`). */
function fieldsOf(
  attribute: JsonValue | undefined,
  message: string | undefined,
  clean: Clean,
): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const add = (key: string, texts: readonly string[]): void => {
    const name = fieldName(key, clean);
    if (name !== '' && texts.length > 0 && found.size < MAX_FIELDS) found.set(name, texts);
  };
  const own = message === undefined ? [] : [message];
  if (typeof attribute === 'string') add(attribute, own);
  if (isArray(attribute))
    attribute.slice(0, MAX_FIELDS).forEach((entry) => {
      if (typeof entry === 'string') add(entry, own);
    });
  if (isObject(attribute)) {
    for (const [key, value] of Object.entries(attribute).slice(0, MAX_FIELDS)) {
      const nested = isObject(value) && textsOf(value, clean).length === 0 ? Object.entries(value) : undefined;
      if (nested)
        nested.slice(0, MAX_FIELDS).forEach(([inner, text]) => {
          add(inner, textsOf(text, clean));
        });
      else add(key, textsOf(value, clean));
    }
  }
  return Object.fromEntries(found);
}

function permissionsOf(value: JsonValue | undefined, clean: Clean): readonly string[] {
  if (!isObject(value)) return [];
  const names = [value.tenant, value.platform].flatMap((list) => (isArray(list) ? list : []));
  return [...new Set(names.flatMap((name) => (typeof name === 'string' ? [clean(name)] : [])))].slice(0, 20);
}

/** The errors a service behind the API gave (shape 6). */
function upstreamTexts(error: JsonObject, clean: Clean): readonly string[] {
  const body = error.body;
  return isObject(body) ? textsOf(body.errors, clean) : [];
}

function codeOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^[\w.-]{1,40}$/.test(value) && !/[0-9a-f]{16}/i.test(value) ? value : undefined;
}

function errorBody(parts: Partial<ErrorBody>): ErrorBody {
  return {
    isRecognized: true,
    text: undefined,
    fieldErrors: {},
    missingPermissions: [],
    duplicate: false,
    code: undefined,
    ...parts,
  };
}

function join(texts: readonly string[], clean: Clean): string | undefined {
  const joined = clean([...new Set(texts)].join(' · '));
  return joined === '' ? undefined : joined;
}

function fromErrorObject(error: JsonObject, outer: JsonObject, clean: Clean): ErrorBody {
  const own = textsOf(error.message, clean);
  const message = own[0];
  const attribute = error.attribute ?? error.attributes;
  const fieldErrors = fieldsOf(attribute, message, clean);
  const texts = [...own, ...upstreamTexts(error, clean)];
  const all = [...texts, ...Object.values(fieldErrors).flat()].join('\n');
  const nameOnly = attribute === 'name' && !OTHER_NAME_FAULT.test(all);
  return errorBody({
    text: join(texts, clean),
    fieldErrors,
    missingPermissions: permissionsOf(outer.expectedPermissions ?? error.expectedPermissions, clean),
    duplicate: DUPLICATE.test(all) || nameOnly,
    code: codeOf(error.code),
  });
}

/**
 * Reads the body of an error response: the eight shapes of API facts g.2, and whatever is none of them.
 * Never throws.
 * @param body the parsed JSON, or undefined where the body was empty or no JSON.
 * @param secrets secret values of the request, which the server may echo.
 */
export function parseErrorBody(body: JsonValue | undefined, secrets: readonly string[]): ErrorBody {
  const clean: Clean = (text) => cleanResponseText(text, secrets);
  if (!isObject(body)) return errorBody({ isRecognized: false });
  const { error } = body;
  if (isObject(error)) return fromErrorObject(error, body, clean);
  const texts = textsOf(error ?? body.message ?? body.errors, clean);
  const missingPermissions = permissionsOf(body.expectedPermissions, clean);
  return errorBody({
    isRecognized: texts.length > 0 || missingPermissions.length > 0,
    text: join(texts, clean),
    missingPermissions,
    duplicate: texts.some((text) => DUPLICATE.test(text)),
  });
}
