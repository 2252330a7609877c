import * as l10n from '@vscode/l10n';
import type { FieldIssue } from './model';
import { cleaned, hasLineBreak, invisibleCharacter } from './text';

/** What every integration has beside its type's fields. */
export interface GeneralValues {
  readonly name: string;
  readonly description?: string;
}

/** Our own limits: the API's are not known (API facts k.11). */
const LONG_NAME = 100;
const MAX_NAME = 255;
const MAX_DESCRIPTION = 2000;

function checkName(value: string, existing: readonly string[]): readonly FieldIssue[] {
  const name = value.trim();
  const at = (severity: 'error' | 'warning', message: string, suggestion?: string): FieldIssue => ({
    field: 'name',
    severity,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  if (name === '') return [at('error', l10n.t('Name is required.'))];
  if (name.length > MAX_NAME)
    return [at('error', l10n.t('Too long: {0} characters, at most {1} are allowed.', name.length, MAX_NAME))];
  // Names are unique in a tenant (API facts d.5).
  if (existing.includes(name))
    return [at('error', l10n.t('This tenant already has an integration named “{0}”.', name))];

  const issues: FieldIssue[] = [];
  const twin = existing.find((other) => other.trim().toLowerCase() === name.toLowerCase());
  if (twin !== undefined)
    issues.push(
      at(
        'warning',
        l10n.t('This tenant has an integration named “{0}”, which differs in capitals or spaces only.', twin),
      ),
    );
  const invisible = invisibleCharacter(name);
  if (invisible !== undefined)
    issues.push(
      at('warning', l10n.t('Holds an invisible character ({0}), maybe from pasting.', invisible), cleaned(name)),
    );
  else if (hasLineBreak(name))
    issues.push(at('warning', l10n.t('Holds a line break or tab, maybe from pasting.'), cleaned(name)));
  if (name.length > LONG_NAME) issues.push(at('warning', l10n.t('Long names are cut off in lists.')));
  return issues;
}

/** Checks name and description; `existing` are the names of the tenant's other integrations. */
export function checkGeneral(values: GeneralValues, existing: readonly string[]): readonly FieldIssue[] {
  const length = values.description?.length ?? 0;
  const description: readonly FieldIssue[] =
    length <= MAX_DESCRIPTION
      ? []
      : [
          {
            field: 'description',
            severity: 'error',
            message: l10n.t('Too long: {0} characters, at most {1} are allowed.', length, MAX_DESCRIPTION),
          },
        ];
  return [...checkName(values.name, existing), ...description];
}
