import * as l10n from '@vscode/l10n';
import { isMasked } from '../redact/masks';
import { checkGeneral, type GeneralValues } from './generalRules';
import type { FieldIssue, FieldSpec, FieldValues, IntegrationType } from './model';
import { normalise } from './text';
import { checkPasting, checkText } from './textRules';
import { checkUrl } from './urlRules';
import { isVisible, valueOf, visibleFields } from './values';

/** What the checks need to know beside the values themselves. */
export interface ValidateOptions {
  /** Secret fields the server holds a value for: blank means "keep" there. */
  readonly stored?: ReadonlySet<string>;
  /** Name and description, checked when given. */
  readonly general?: GeneralValues;
  /** Names of the tenant's other integrations. */
  readonly existingNames?: readonly string[];
  /** The values an edit started from. What is wrong with one that nobody touched does not stop the edit. */
  readonly basis?: FieldValues | undefined;
}

/** Whether a field shows what it showed when the edit began. */
function isUntouched(type: IntegrationType, key: string, values: FieldValues, basis: FieldValues): boolean {
  const field = type.fields.find((candidate) => candidate.key === key);
  return field !== undefined && isVisible(type, field, basis) && valueOf(field, values) === valueOf(field, basis);
}

function checkField(field: FieldSpec, values: FieldValues, stored: ReadonlySet<string>): readonly FieldIssue[] {
  const value = valueOf(field, values);
  if (typeof value === 'boolean' || field.readOnly) return [];
  const text = normalise(field, value);
  if (text.trim() === '') {
    const isMissing = field.required === true && !(field.secret === true && stored.has(field.key));
    return isMissing ? [{ field: field.key, severity: 'error', message: l10n.t('{0} is required.', field.label) }] : [];
  }
  if (field.secret && isMasked(text)) {
    const message = l10n.t(
      'These are placeholders for a value, not the value itself. Enter the value, or leave the field empty to keep what is stored.',
    );
    return [{ field: field.key, severity: 'error', message }];
  }
  const pasting = checkPasting(field, text);
  if (pasting.some((issue) => issue.severity === 'error')) return pasting;
  return [...pasting, ...checkText(field, text), ...(field.kind === 'url' ? checkUrl(field, text) : [])];
}

/**
 * Checks the values of a form. Takes the type, its field values and what else is known; gives the findings in the order
 * of the fields, each field's errors first. An empty answer, or one without `error`, may be sent.
 */
export function validate(
  type: IntegrationType,
  values: FieldValues,
  options: ValidateOptions = {},
): readonly FieldIssue[] {
  const stored = options.stored ?? new Set<string>();
  const visible = visibleFields(type, values);
  const found = [...visible.flatMap((field) => checkField(field, values, stored)), ...type.check(values)];
  const order = new Map(visible.map((field, index) => [field.key, index]));
  const rank = { error: 0, warning: 1, advice: 2 };
  const position = (issue: FieldIssue): number => (order.get(issue.field) ?? visible.length) * 3 + rank[issue.severity];
  const { basis } = options;
  const weighed = basis
    ? withoutRepeats(found).map((issue): FieldIssue =>
        issue.severity === 'error' && isUntouched(type, issue.field, values, basis)
          ? { ...issue, severity: 'warning' }
          : issue,
      )
    : withoutRepeats(found);
  const sorted = weighed.sort((a, b) => position(a) - position(b));
  return [...(options.general ? checkGeneral(options.general, options.existingNames ?? []) : []), ...sorted];
}

/** One error a field is enough: the type's own check may find again what the field's rules found. */
function withoutRepeats(issues: readonly FieldIssue[]): FieldIssue[] {
  const withError = new Set<string>();
  return issues.filter((issue) => {
    if (withError.has(issue.field) && issue.severity !== 'advice') return false;
    if (issue.severity === 'error') withError.add(issue.field);
    return true;
  });
}

/** Whether anything found stops the request. */
export function hasErrors(issues: readonly FieldIssue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}
