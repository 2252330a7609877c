import * as l10n from '@vscode/l10n';
import type { FieldIssue } from './model';
import { cleaned, invisibleCharacter } from '../base/displayText';
import { hasLineBreak, outline } from './text';

/** What every integration has beside its type's fields. */
export interface GeneralValues {
  readonly name: string;
  readonly description?: string;
}

/** Our own limits: the API's are not known (API facts k.11). */
const LONG_NAME = 100;
const MAX_NAME = 255;
const MAX_DESCRIPTION = 2000;

/** What has the name. */
export type Named = 'integration' | 'listener';

function takenMessage(name: string, what: Named): string {
  return what === 'listener'
    ? l10n.t('This integration already has a listener named “{0}”.', name)
    : l10n.t('This tenant already has an integration named “{0}”.', name);
}

/** What tells two names apart that look alike; the twin itself may look the same on the screen. */
function twinMessage(name: string, twin: string, what: Named): string {
  if (what === 'listener') return l10n.t('There is a listener “{0}”, which looks almost the same.', twin);
  const sameLetters = (text: string): string => text.normalize('NFC').toLowerCase();
  const sameSpaces = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (sameLetters(name) === sameLetters(twin) && name.normalize('NFC') !== twin.normalize('NFC'))
    return l10n.t('This tenant has “{0}”, which differs only in capital letters.', twin);
  if (sameSpaces(name) === sameSpaces(twin) && name.normalize('NFC') !== twin.normalize('NFC'))
    return l10n.t('This tenant has “{0}”, which differs only in spaces.', twin);
  return l10n.t('This tenant has “{0}”, which looks the same but is written with other characters.', twin);
}

const outlines = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** The names by their outline, made once for each list: a tenant may have thousands, and every key stroke checks. */
function outlinesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const known = outlines.get(names);
  if (known) return known;
  const made = new Map(names.map((name) => [outline(name), name]));
  outlines.set(names, made);
  return made;
}

function checkName(value: string, existing: readonly string[], what: Named): readonly FieldIssue[] {
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
  if (existing.includes(name)) return [at('error', takenMessage(name, what))];

  const issues: FieldIssue[] = [];
  const twin = outlinesOf(existing).get(outline(name));
  if (twin !== undefined) issues.push(at('warning', twinMessage(name, twin, what)));
  const invisible = invisibleCharacter(name);
  if (invisible !== undefined)
    issues.push(
      at('warning', l10n.t('Contains an invisible character ({0}), possibly from pasting.', invisible), cleaned(name)),
    );
  else if (hasLineBreak(name))
    issues.push(at('warning', l10n.t('Contains a line break or tab, possibly from pasting.'), cleaned(name)));
  if (name.length > LONG_NAME) issues.push(at('warning', l10n.t('Lists cut off names this long.')));
  return issues;
}

/** Checks name and description; `existing` are the names of the tenant's other integrations, or of the other listeners. */
export function checkGeneral(
  values: GeneralValues,
  existing: readonly string[],
  what: Named = 'integration',
): readonly FieldIssue[] {
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
  return [...checkName(values.name, existing, what), ...description];
}
