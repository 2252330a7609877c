import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { FileIssue, FileIssueCode, PlacedReference } from './fileModel';
import { propertiesOf, type JsoncProperty, type TextRange } from '../base/jsonc';

/** Collects what is wrong, and what stands where, while a file is read. */
export interface FileReader {
  readonly type: string | undefined;
  readonly issues: FileIssue[];
  readonly references: PlacedReference[];
}

/** Notes something wrong at a place; an error unless `more` says otherwise. */
export function report(
  reader: Pick<FileReader, 'issues'>,
  code: FileIssueCode,
  message: string,
  range: TextRange,
  more: Partial<FileIssue> = {},
): void {
  reader.issues.push({ code, severity: 'error', message, range, ...more });
}

/** The properties of an object, later ones of the same key left out and named as issues. */
export function uniqueProperties(
  node: Node | undefined,
  reader: Pick<FileReader, 'issues'>,
): ReadonlyMap<string, JsoncProperty> {
  const found = new Map<string, JsoncProperty>();
  for (const property of propertiesOf(node)) {
    if (found.has(property.key))
      report(reader, 'duplicateKey', l10n.t('This key appears twice. Remove one.'), property.keyRange);
    else found.set(property.key, property);
  }
  return found;
}
