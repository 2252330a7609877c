import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(600_000));
const status = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));
/** Whether the request still does its work before the fault shows. */
const write = v.optional(v.boolean());

const action = v.variant('kind', [
  /** Waits, or until the fault is taken back, then goes on; may come together with another fault. */
  v.strictObject({ kind: v.literal('delay'), ms: milliseconds, at: v.picklist(['beforeWrite', 'afterWrite']) }),
  /** Cuts the connection with RST. Everything from `afterWrite` on has done its work. */
  v.strictObject({
    kind: v.literal('reset'),
    at: v.picklist(['beforeRead', 'beforeWrite', 'afterWrite', 'midResponse']),
  }),
  /** Announces the whole body, sends half, closes properly. The work is done unless `write` is false. */
  v.strictObject({ kind: v.literal('truncate'), write }),
  /** Never sends the headers, or half the body and then nothing. The work is done unless `write` is false. */
  v.strictObject({ kind: v.literal('stall'), at: v.picklist(['headers', 'body']), write }),
  /** An error status. The work is not done unless `write` is true. `shape` is a row of API facts g.2. */
  v.strictObject({
    kind: v.literal('status'),
    status,
    write,
    /** Seconds, or an HTTP date. */
    retryAfter: v.optional(v.union([v.number(), v.string()])),
    shape: v.optional(v.picklist([1, 2, 3, 4, 5, 6, 7, 8])),
    body: v.optional(v.string()),
    contentType: v.optional(v.string()),
  }),
  /** A gateway's HTML page, 502 unless said otherwise. The work is not done unless `write` is true. */
  v.strictObject({ kind: v.literal('html'), status: v.optional(status), write }),
  /** The right status with valid JSON of this many bytes. */
  v.strictObject({ kind: v.literal('huge'), bytes: count, write }),
  /** The right status, `application/json`, and a body that is none. */
  v.strictObject({ kind: v.literal('notJson'), write }),
  /** 200 without a body. */
  v.strictObject({ kind: v.literal('empty'), write }),
  /** A redirect, to the `elsewhere` origin unless said otherwise. The work is not done unless `write` is true. */
  v.strictObject({
    kind: v.literal('redirect'),
    status: v.optional(v.picklist([301, 302, 303, 307, 308])),
    location: v.optional(v.string()),
    write,
  }),
  /** The right response, not in `result` as it should be. */
  v.strictObject({ kind: v.literal('wrapping'), how: v.picklist(['bare', 'double', 'data', 'null']) }),
]);

const when = v.union([
  v.strictObject({ next: count }),
  v.strictObject({ every: count }),
  v.strictObject({ always: v.literal(true) }),
  v.strictObject({ probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), seed: v.optional(v.number()) }),
]);

/** A fault to play, and on which requests. */
export const faultRuleSchema = v.strictObject({
  /** Any method when left out. */
  method: v.optional(v.string()),
  /** The whole path; `*` stands for one segment, `**` for any rest. Any path when left out. */
  path: v.optional(v.string()),
  /** This number of matching requests pass first. */
  skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** The next one when left out. */
  when: v.optional(when),
  fault: action,
});

export type FaultRule = v.InferOutput<typeof faultRuleSchema>;
export type Fault = FaultRule['fault'];
