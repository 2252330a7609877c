import { integrationType } from '../../../src/core/catalog/registry';
import { validate, type ValidateOptions } from '../../../src/core/catalog/validate';
import type { FieldIssue, FieldValues } from '../../../src/core/catalog/model';

/** Complete values of the types that customers create. */
export const good: Readonly<Record<string, FieldValues>> = {
  rest: { endpointPrefix: 'https://api.acme.com/v1', authMethod: 'basic', username: 'cx', password: 'pass-1' },
  zendesk: { endpointPrefix: 'https://acme.zendesk.com/api/v2', username: 'agent@acme.com/token', password: 'tok-1' },
  salesforce: { username: 'cx@acme.com', password: 'p1', securityToken: 't1', consumerKey: 'k1', consumerSecret: 's1' },
};

/** Validates complete values with some of them changed. */
export function check(type: string, values: FieldValues, options: ValidateOptions = {}): readonly FieldIssue[] {
  return validate(integrationType(type), { ...good[type], ...values }, options);
}

/** `severity: message` of one field, without advice. */
export function findings(type: string, field: string, value: string, options: ValidateOptions = {}): readonly string[] {
  return check(type, { [field]: value }, options)
    .filter((issue) => issue.field === field && issue.severity !== 'advice')
    .map((issue) => `${issue.severity}: ${issue.message}`);
}

/** What is offered instead of a value. */
export function suggestion(type: string, field: string, value: string): string | undefined {
  return check(type, { [field]: value }).find((issue) => issue.field === field && issue.suggestion !== undefined)
    ?.suggestion;
}

/** Whether anything found stops the request. */
export function hasErrors(issues: readonly FieldIssue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}
