import * as v from 'valibot';
import { ACTION_IDS, SECRET_ACTS, type WebviewMessage } from '../contract';

/** Nothing a person types comes near this; it only keeps a broken page from filling the host's memory. */
const LONGEST_TEXT = 1_000_000;

const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
const field = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const number = v.pipe(v.number(), v.integer(), v.minValue(0));

const action = v.picklist(ACTION_IDS);

const message = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({
    kind: v.literal('change'),
    seq: number,
    field,
    value: v.union([text, v.boolean()]),
    isFix: v.exactOptional(v.literal(true)),
  }),
  v.object({ kind: v.literal('secret'), seq: number, field, value: text }),
  v.object({ kind: v.literal('touch'), field }),
  v.object({ kind: v.literal('secretSource'), id: number, field, act: v.picklist(SECRET_ACTS) }),
  v.object({ kind: v.literal('choose'), field, choice: v.picklist(['mine', 'theirs']) }),
  v.object({ kind: v.literal('pasted'), id: number, text }),
  v.object({ kind: v.literal('act'), id: number, action }),
]);

/**
 * Reads what a webview posted.
 * @returns the message, or undefined for anything that is not exactly one.
 */
export function readWebviewMessage(value: unknown): WebviewMessage | undefined {
  const result = v.safeParse(message, value);
  return result.success ? result.output : undefined;
}
