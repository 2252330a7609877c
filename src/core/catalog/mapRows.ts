import { isArray, isObject, parseJson, type JsonObject, type JsonValue } from '../base/json';

/** A row of a map as it is entered. A name may be empty, or be there twice, while somebody types. */
export type MapRow = readonly [name: string, value: string];

function isRow(value: JsonValue): value is MapRow {
  return isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

/**
 * Reads what a form holds of a map: JSON of its rows, as forms write it, or of an object.
 * @returns undefined where it is neither, or a value is no text.
 */
export function readRows(text: string): readonly MapRow[] | undefined {
  if (text.trim() === '') return [];
  const value = parseJson(text);
  if (isArray(value)) return value.every(isRow) ? value : undefined;
  if (!isObject(value)) return undefined;
  const rows = Object.entries(value).flatMap(([name, each]): MapRow[] =>
    typeof each === 'string' ? [[name, each]] : [],
  );
  return rows.length === Object.keys(value).length ? rows : undefined;
}

/** What a form holds of a map. */
export function rowsText(map: JsonObject): string {
  return JSON.stringify(
    Object.entries(map).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** Rows as they go on the wire: names keep their case (API facts d.2), and rows with nothing in them are left out. */
export function mapOf(rows: readonly MapRow[]): JsonObject {
  const named = rows.map(([name, value]): MapRow => [name.trim(), value]);
  return Object.fromEntries(named.filter(([name, value]) => name !== '' || value !== ''));
}

/** A name that is there twice; undefined where none is. */
export function repeatedName(rows: readonly MapRow[]): string | undefined {
  const names = rows.map(([name]) => name.trim()).filter((name) => name !== '');
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** Whether a value has no name. */
export function hasNamelessValue(rows: readonly MapRow[]): boolean {
  return rows.some(([name, value]) => name.trim() === '' && value !== '');
}
