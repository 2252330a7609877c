import type { Fields } from './values';

/** A response other than 2xx, thrown by whatever checks a request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`refused with ${status}`);
  }
}

/** What is wrong with each field of a body: one text, or several. */
export type Findings = Record<string, string | string[]>;

/** Adds a text to a field's findings; a second one makes it a list (API facts g.2, shape 1). */
export function find(findings: Findings, field: string, text: string): void {
  const earlier = findings[field];
  if (earlier === undefined) findings[field] = text;
  else findings[field] = [...(Array.isArray(earlier) ? earlier : [earlier]), text];
}

/** 400 with a text for each bad field (API facts g.2, shapes 1 and 3). */
export const invalid = (attribute: Fields) =>
  new Refusal(400, { error: { message: 'bad request parameters', attribute } });

/** Throws `invalid` when there is a finding. */
export function throwIfAny(findings: Findings): void {
  if (Object.keys(findings).length > 0) throw invalid(findings);
}

/** 400 for a name that the tenant already has (API facts g.2, shape 2). */
export const duplicateName = (what: 'an integration' | 'a listener') =>
  new Refusal(400, { error: { message: `${what} with this name already exists`, attribute: 'name' } });

/** 401 for a missing, wrong or expired credential (API facts g.2, shape 4). */
export const unauthorized = (text: string) => new Refusal(401, { error: text });

/** 403 that names the permissions of which one is needed (API facts g.2, shape 7). */
export const missingPermission = (tenant: readonly string[], platform: readonly string[] = []) =>
  new Refusal(403, {
    message: 'you are not authorized to access this resource',
    expectedPermissions: { tenant, platform },
  });

/** 403 for another reason than a permission. */
export const forbidden = (text: string) => new Refusal(403, refusedBody(text));

export const notFound = (what: string) => new Refusal(404, refusedBody(`${what} not found`));

/** The body of an error about no field in particular. */
export const refusedBody = (text: string) => ({ error: { message: text, attribute: null } });

export const badRequest = (text: string) => new Refusal(400, refusedBody(text));
