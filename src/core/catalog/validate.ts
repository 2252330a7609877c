import * as l10n from '@vscode/l10n';
import { isMasked } from '../redact/masks';
import { checkGeneral, type GeneralValues } from './generalRules';
import type { FieldIssue, FieldSpec, FieldValues, IntegrationType } from './model';
import { normalize } from './text';
import { checkPasting, checkText } from './textRules';
import { rulesOf } from './typeRules';
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
  /** The tenant is one of the sandbox, which reaches services on this machine. */
  readonly allowsLoopback?: boolean;
}

/** Whether a field shows what it showed when the edit began. */
function isUntouched(type: IntegrationType, key: string, values: FieldValues, basis: FieldValues): boolean {
  const field = type.fields.find((candidate) => candidate.key === key);
  return field !== undefined && isVisible(type, field, basis) && valueOf(field, values) === valueOf(field, basis);
}

function checkField(
  type: IntegrationType,
  field: FieldSpec,
  values: FieldValues,
  { stored = new Set(), allowsLoopback = false }: ValidateOptions,
): readonly FieldIssue[] {
  const value = valueOf(field, values);
  if (typeof value === 'boolean' || field.readOnly) return [];
  const text = normalize(field, value);
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
  const checked = checkText(field, text);
  // The spaces of a secret are judged as typed, because some are left out and some belong to it.
  const pasting = checkPasting(field, field.secret ? value : text);
  if (pasting.some(isError)) return pasting;
  if (checked.some(isError)) return [...pasting, ...checked];
  if (field.kind !== 'url') return pasting;
  const found = checkUrl(field, text, allowsLoopback).map((issue) => suggesting(type, text, issue));
  if (!value.includes('\\')) return found;
  const message = l10n.t('Backslashes in a URL are replaced with slashes.');
  return [...found, { field: field.key, severity: 'warning', message, suggestion: text }];
}

/** A URL of a known service is completed in one step: `acme` becomes the API URL of a Zendesk. */
function suggesting(type: IntegrationType, text: string, issue: FieldIssue): FieldIssue {
  const suggestion = issue.severity === 'error' ? rulesOf(type.id).suggest?.(issue.field, text) : undefined;
  return suggestion === undefined ? issue : { ...issue, suggestion };
}

/**
 * Checks the values of a form. Takes the type, its field values and what else is known; gives the findings in the order
 * of the fields, each field's errors first. What has no `error` among them may be sent.
 */
export function validate(
  type: IntegrationType,
  values: FieldValues,
  options: ValidateOptions = {},
): readonly FieldIssue[] {
  const visible = visibleFields(type, values);
  const found = [
    ...visible.flatMap((field) => checkField(type, field, values, options)),
    ...rulesOf(type.id).check(values),
  ];
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

/** One error at a field is enough: warnings beside it are about the same text and offer other fixes. */
function withoutRepeats(issues: readonly FieldIssue[]): FieldIssue[] {
  const firstErrors = new Map(
    issues
      .filter(isError)
      .reverse()
      .map((issue) => [issue.field, issue]),
  );
  return issues.filter((issue) => {
    const error = firstErrors.get(issue.field);
    if (error === undefined || issue === error) return true;
    // Advice on a text that has a fix is about a text that will not stay.
    return issue.severity === 'advice' && error.suggestion === undefined;
  });
}

function isError(issue: FieldIssue): boolean {
  return issue.severity === 'error';
}
