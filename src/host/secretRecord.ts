import { parseJson, isObject, type JsonObject } from '../core/base/json';

/** The version this extension writes. Raise it only for a change that older versions would misread. */
const RECORD_VERSION = 1;

/** A record as found: usable, written by a newer version of the extension, or not a record at all. */
export type RecordText =
  | { readonly state: 'ok'; readonly fields: JsonObject }
  | { readonly state: 'newer'; readonly version: number }
  | { readonly state: 'damaged' };

/** Writes a record as compact one-line JSON; JSON escapes the line breaks inside values. */
export function encodeRecord(fields: JsonObject): string {
  return JSON.stringify({ ...fields, v: RECORD_VERSION });
}

/** Reads a record. Fields it does not know are kept in `fields`, for the next write. */
export function decodeRecord(text: string): RecordText {
  const value = parseJson(text);
  if (!isObject(value)) return { state: 'damaged' };
  const version = value.v;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return { state: 'damaged' };
  return version > RECORD_VERSION ? { state: 'newer', version } : { state: 'ok', fields: value };
}
