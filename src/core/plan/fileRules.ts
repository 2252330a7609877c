import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { FieldIssue } from '../catalog/model';
import { secretKeys } from '../catalog/properties';
import { integrationType } from '../catalog/registry';
import { validate } from '../catalog/validate';
import { desiredValues, fieldValuesOf } from './desired';
import type { FileIssue, FileTarget, FileValues } from './fileModel';
import { propertiesOf, rangeOf, type JsoncProperty, type TextRange } from '../base/jsonc';

interface Rules {
  readonly type: string;
  readonly values: FileValues;
  readonly targets: readonly FileTarget[];
  readonly root: Node;
}

type Properties = ReadonlyMap<string, JsoncProperty>;

function propertiesMap(node: Node | undefined): Properties {
  return new Map(propertiesOf(node).map((property) => [property.key, property]));
}

/** Where things stand in a file; a file may have a thousand targets, so each object is looked through once. */
class Places {
  readonly #root: Node;
  readonly #top: Properties;
  readonly #properties: Properties;
  readonly #targets: Properties;

  constructor(root: Node) {
    this.#root = root;
    this.#top = propertiesMap(root);
    this.#properties = propertiesMap(this.#top.get('properties')?.value);
    this.#targets = propertiesMap(this.#top.get('targets')?.value);
  }

  /** Where a field of the form stands: in the target where it says something of it, else in the file, else nowhere. */
  said(field: string, alias: string | undefined): TextRange | undefined {
    const target = alias === undefined ? undefined : propertiesMap(this.#targets.get(alias)?.value);
    const found =
      propertiesMap(target?.get('properties')?.value).get(field) ??
      target?.get(field) ??
      this.#properties.get(field) ??
      this.#top.get(field);
    return found && rangeOf(found.value);
  }

  /** Stands for what a file does not say. */
  of(alias: string | undefined): TextRange {
    const target = alias === undefined ? undefined : this.#targets.get(alias);
    const type = this.#top.get('type');
    return target?.keyRange ?? (type ? rangeOf(type.value) : { offset: this.#root.offset, length: 1 });
  }
}

/** What breaks a rule in one way of seeing the file: as it is, or as some targets see it. */
function findingsOf(typeId: string, values: FileValues): readonly FieldIssue[] | 'unnamed' {
  if (values.name === undefined) return 'unnamed';
  // A secret that a file leaves out keeps what is stored, so none is missing here.
  const type = integrationType(typeId);
  return validate(type, fieldValuesOf(type, values), {
    stored: new Set(secretKeys(typeId)),
    general: { name: values.name, ...(values.description === undefined ? {} : { description: values.description }) },
  });
}

function toFileIssue(issue: FieldIssue, places: Places, alias: string | undefined): FileIssue {
  return {
    code: 'rule',
    severity: issue.severity === 'advice' ? 'information' : issue.severity,
    message: issue.message,
    range: places.said(issue.field, alias) ?? places.of(alias),
    ...(alias === undefined ? {} : { alias }),
    ...(issue.field === '' ? {} : { subject: issue.field }),
    ...(issue.source === undefined ? {} : { source: issue.source }),
    ...(issue.suggestion === undefined ? {} : { suggestion: issue.suggestion }),
  };
}

function toFileIssues(findings: ReturnType<typeof findingsOf>, places: Places, alias?: string): readonly FileIssue[] {
  if (findings !== 'unnamed') return findings.map((issue) => toFileIssue(issue, places, alias));
  const message = l10n.t('“{0}” is missing.', 'name');
  const range = places.said('name', alias) ?? places.of(alias);
  return [{ code: 'missing', severity: 'error', message, range, ...(alias === undefined ? {} : { alias }) }];
}

function withoutTarget({ code, severity, message, range, subject, source, suggestion }: FileIssue): FileIssue {
  return {
    ...{ code, severity, message, range },
    ...(subject === undefined ? {} : { subject }),
    ...(source === undefined ? {} : { source }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/**
 * The form's own rules and advice, at the property's place: for the file as each target sees it, or as it is where it has
 * no target. What all targets share is said once, and of no target. Yields after each target.
 */
export function* checkRules({ type, values, targets, root }: Rules): Generator<void, readonly FileIssue[]> {
  const places = new Places(root);
  if (targets.length === 0) return toFileIssues(findingsOf(type, values), places);
  // Most targets say nothing, or the same as others.
  const known = new Map<string, ReturnType<typeof findingsOf>>();
  const byPlace = new Map<string, FileIssue[]>();
  for (const target of targets) {
    const key = JSON.stringify(target.values);
    const findings = known.get(key) ?? findingsOf(type, desiredValues(values, target));
    known.set(key, findings);
    for (const issue of toFileIssues(findings, places, target.alias)) {
      const place = `${issue.range.offset}/${issue.message}`;
      const others = byPlace.get(place);
      if (others) others.push(issue);
      else byPlace.set(place, [issue]);
    }
    yield;
  }
  return [...byPlace.values()].flatMap((issues) => {
    const isShared = issues.length === targets.length && targets.length > 1;
    return isShared ? issues.slice(0, 1).map(withoutTarget) : issues;
  });
}
