import { nothing } from 'lit-html';
import type { FieldView } from '../form/contract';

/** Element id of a field's input, for its label. */
export function inputId(field: string): string {
  return `in-${field}`;
}

/** Element id of a part of a field; lists of ids are separated by spaces, so it has none. */
export function partId(field: string, part: string): string {
  return `${part}-${field.replaceAll(/\s/g, '_')}`;
}

/** Ids of the texts that a screen reader adds to a field: its errors, then its help. */
export function describedBy(field: FieldView): string | typeof nothing {
  const ids = [
    ...field.issues.map((_, index) => partId(field.id, `issue-${index}`)),
    ...(field.help ? [partId(field.id, 'help')] : []),
  ];
  return ids.length === 0 ? nothing : ids.join(' ');
}

export function isInvalid(field: FieldView): boolean {
  return field.issues.some((issue) => issue.severity === 'error');
}
