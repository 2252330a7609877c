import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { FieldIssue } from '../catalog/model';
import { secretKeys } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import { validate } from '../catalog/validate';
import { desiredValues, fieldValuesOf } from './desired';
import type { FileIssue, FileTarget, FileValues } from './fileModel';
import { propertiesOf, rangeOf, type TextRange } from '../base/jsonc';

interface Rules {
  readonly type: string;
  readonly values: FileValues;
  readonly targets: readonly FileTarget[];
  readonly root: Node;
}

function child(node: Node | undefined, key: string): Node | undefined {
  return propertiesOf(node).find((property) => property.key === key)?.value;
}

/** Where a field of the form stands in the file: in the target where it says something of it, else in the file. */
function placeOfField(root: Node, field: string, alias: string | undefined): TextRange {
  const target = alias === undefined ? undefined : child(child(root, 'targets'), alias);
  const places = [target, root].flatMap((scope) => [child(child(scope, 'properties'), field), child(scope, field)]);
  const found = places.find((place) => place !== undefined);
  if (found) return rangeOf(found);
  const aliasProperty = propertiesOf(child(root, 'targets')).find(({ key }) => key === alias);
  const typeNode = child(root, 'type');
  return aliasProperty?.keyRange ?? (typeNode ? rangeOf(typeNode) : { offset: root.offset, length: 1 });
}

function toFileIssue(issue: FieldIssue, root: Node, alias: string | undefined): FileIssue {
  return {
    code: 'rule',
    severity: issue.severity === 'advice' ? 'information' : issue.severity,
    message: issue.message,
    range: placeOfField(root, issue.field, alias),
    ...(alias === undefined ? {} : { alias }),
    ...(issue.field === '' ? {} : { subject: issue.field }),
    ...(issue.source === undefined ? {} : { source: issue.source }),
    ...(issue.suggestion === undefined ? {} : { suggestion: issue.suggestion }),
  };
}

function rulesOf({ type: typeId, root }: Rules, values: FileValues, alias: string | undefined): readonly FileIssue[] {
  const type = integrationType(typeId);
  if (values.name === undefined) {
    const range = placeOfField(root, 'name', alias);
    return [
      {
        code: 'missing',
        severity: 'error',
        message: l10n.t('“{0}” is missing.', 'name'),
        range,
        ...(alias === undefined ? {} : { alias }),
      },
    ];
  }
  // A secret that a file leaves out keeps what is stored, so none is missing here.
  const issues = validate(type, fieldValuesOf(type, values), {
    stored: new Set(secretKeys(typeId)),
    general: { name: values.name, ...(values.description === undefined ? {} : { description: values.description }) },
  });
  return issues.map((issue) => toFileIssue(issue, root, alias));
}

const sameIssue = (issue: FileIssue): string => `${issue.range.offset}/${issue.message}`;

/**
 * The form's own rules and advice, at the property's place: for the file as each target sees it, or as it is where it has
 * no target. What several targets share is said once.
 */
export function checkRules(rules: Rules): readonly FileIssue[] {
  const { values, targets } = rules;
  const all =
    targets.length === 0
      ? rulesOf(rules, values, undefined)
      : targets.flatMap((target) => rulesOf(rules, desiredValues(values, target), target.alias));
  return [...new Map(all.map((issue) => [sameIssue(issue), issue])).values()];
}
