import { isArray, isObject, own, parseJson, type JsonValue } from '../base/json';
import { isUuid } from '../base/uuid';

/** An activity refers to a type by its `target` (API facts m). */
const TARGET = /"target"\s{0,4}:\s{0,4}"([a-z0-9-]{1,40})"/giu;

/** What a flow's text refers to. The text itself may hold tokens, so nothing else of it is kept. */
export interface FlowReferences {
  /** Every UUID in it, in lower case. */
  readonly ids: ReadonlySet<string>;
  /** Types that its activities name as their target. */
  readonly targets: ReadonlySet<string>;
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Adds every UUID of a text, in lower case. Goes from hyphen to hyphen: a regular expression takes ten times as long. */
function addUuids(text: string, ids: Set<string>): void {
  for (let at = text.indexOf('-', 8); at >= 0; at = text.indexOf('-', at + 1)) {
    if (text[at + 5] !== '-' || text[at + 10] !== '-' || text[at + 15] !== '-') continue;
    const found = text.slice(at - 8, at + 28);
    if (isUuid(found)) ids.add(found.toLowerCase());
  }
}

/** Reads a version or a draft: its `flow` and `metadata` are strings that hold JSON (API facts m). Linear in the text. */
export function flowReferences(version: JsonValue | undefined): FlowReferences {
  const ids = new Set<string>();
  const targets = new Set<string>();
  if (!isObject(version)) return { ids, targets };
  const flow = textOf(own(version, 'flow'));
  addUuids(flow, ids);
  addUuids(textOf(own(version, 'metadata')), ids);
  for (const [, target] of flow.matchAll(TARGET)) if (target !== undefined) targets.add(target.toLowerCase());
  return { ids, targets };
}

/** One step of a flow: what it is called and of which type it is; never what it says. */
export interface OutlineStep {
  readonly name: string;
  readonly type: string;
}

/** Steps listed of one flow. */
const MAX_STEPS = 2000;

/** The steps of a version, in their order; empty where its text cannot be read. */
export function flowOutline(version: JsonValue | undefined): readonly OutlineStep[] {
  const notations = isObject(version) ? parseJson(textOf(own(version, 'flow'))) : undefined;
  if (!isArray(notations)) return [];
  return notations.slice(0, MAX_STEPS).flatMap((notation) => {
    if (!isObject(notation)) return [];
    const [name, type] = [own(notation, 'name'), own(notation, 'type')];
    return [{ name: typeof name === 'string' ? name : '', type: typeof type === 'string' ? type : '' }];
  });
}
