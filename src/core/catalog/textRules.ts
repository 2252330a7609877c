import * as l10n from '@vscode/l10n';
import { isStructured, type FieldIssue, type FieldSpec } from './model';
import { hasNamelessValue, readRows, repeatedName } from './mapRows';
import { isSampleName, isSampleSecret, placeholderIn } from './placeholders';
import { cleaned, invisibleCharacter } from '../base/displayText';
import { hasLineBreak, normalize } from './text';

/** Longest value that is taken for one a person means to send; the API's own limits are not known (API facts k.11). */
const MAX_TEXT = 4096;
const MAX_JSON = 100_000;

/** Whether a text has the form of one e-mail address. Linear, so that a hostile value cannot stall it. */
export function isEmailAddress(text: string): boolean {
  const at = text.indexOf('@');
  if (at < 1 || at !== text.lastIndexOf('@') || /\s/u.test(text)) return false;
  const host = text.slice(at + 1);
  return host.includes('.') && host.split('.').every((label) => label !== '');
}

/** What is pasted along with a secret, in the order of how sure it is; nothing of the value is repeated. */
function secretPasting(field: FieldSpec, value: string): string | undefined {
  const text = value.trim();
  if (isSampleSecret(text)) return l10n.t('This looks like a placeholder, not like the value itself.');
  if (
    /^[a-z][a-z0-9-]{0,40}\s{0,4}:\s{0,4}(?:bearer|basic|token)\s/iu.test(text) ||
    /^(?:authorization|x-[a-z-]{2,40})\s{0,4}:/iu.test(text)
  )
    return l10n.t('This is a whole header. Enter only the value after its name and a word such as “Bearer”.');
  if (/^(?:bearer|basic)\s+\S/iu.test(text))
    return l10n.t('Starts with the word “Bearer” or “Basic”. Enter the value without it.');
  const first = text[0] ?? '';
  const pairs: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»' };
  if (text.length > 2 && Object.hasOwn(pairs, first) && text.endsWith(pairs[first] ?? ''))
    return l10n.t('Has quotation marks around it. Remove them unless they belong to the value.');
  if (normalize({ ...field, keepsSpaces: true }, value) === text) return undefined;
  return field.keepsSpaces
    ? l10n.t('Starts or ends with a space. Remove it unless it belongs to the value.')
    : l10n.t('Starts or ends with a space, which is left out.');
}

/** Line breaks, spaces and invisible characters that pasting brought along, and placeholders. At most one finding. */
export function checkPasting(field: FieldSpec, value: string): readonly FieldIssue[] {
  if (isStructured(field.kind)) return [];
  const invisible = invisibleCharacter(value);
  // In a URL or a number such a character is never meant; elsewhere it might be.
  const severity = field.kind === 'text' ? 'warning' : 'error';
  const better = cleaned(value);
  // A space where something like one was is no better in a URL: then nobody knows what was meant.
  const fix = field.secret || (field.kind !== 'text' && /\s/u.test(better)) ? {} : { suggestion: better };
  const at = (message: string): FieldIssue => ({ field: field.key, severity, message, ...fix });
  if (invisible !== undefined)
    return [at(l10n.t('Contains an invisible character ({0}), possibly from pasting.', invisible))];
  if (hasLineBreak(value.trim())) return [at(l10n.t('Contains a line break or tab, possibly from pasting.'))];
  if (field.secret) {
    const message = secretPasting(field, value);
    return message === undefined ? [] : [{ field: field.key, severity: 'warning', message }];
  }
  if (field.kind !== 'text') return [];
  const placeholder = isSampleName(value.trim()) ? value.trim() : placeholderIn(value);
  return placeholder === undefined
    ? []
    : [
        {
          field: field.key,
          severity: 'warning',
          message: l10n.t('“{0}” is a placeholder. Replace it with your own value.', placeholder),
        },
      ];
}

/** Whether a text is a number as JSON writes it, and one that JavaScript can hold. */
function isDecimal(text: string): boolean {
  return /^-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:e[+-]?[0-9]{1,4})?$/iu.test(text) && Number.isFinite(Number(text));
}

function checkNumber(field: FieldSpec, text: string): string | undefined {
  const { min, max } = field.limits ?? {};
  // Numbers with limits are ports and the like. Of others nothing is known but that they are numbers.
  if (min === undefined && max === undefined) return isDecimal(text) ? undefined : l10n.t('Enter a number.');
  if (!/^-?[0-9]{1,15}$/u.test(text)) return l10n.t('Enter a whole number.');
  const number = Number(text);
  if (min !== undefined && max !== undefined && (number < min || number > max))
    return l10n.t('Enter a number from {0} to {1}.', min, max);
  if (min !== undefined && number < min) return l10n.t('Enter a number of at least {0}.', min);
  return max !== undefined && number > max ? l10n.t('Enter a number of at most {0}.', max) : undefined;
}

function checkJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return l10n.t('This is not valid JSON.');
  }
}

function checkMap(text: string): string | undefined {
  const rows = readRows(text);
  if (!rows)
    return (
      checkJson(text) ?? l10n.t('Enter names and values in quotation marks, for example {0}.', '{ "trunk": "north" }')
    );
  const repeated = repeatedName(rows);
  if (repeated !== undefined) return l10n.t('The name “{0}” is there twice. Remove one of the rows.', repeated);
  return hasNamelessValue(rows) ? l10n.t('A value has no name. Enter one, or remove the row.') : undefined;
}

function checkLimits(field: FieldSpec, text: string): string | undefined {
  const maxLength = field.limits?.maxLength ?? (isStructured(field.kind) ? MAX_JSON : MAX_TEXT);
  if (text.length > maxLength)
    return l10n.t('Too long: {0} characters, at most {1} are allowed.', text.length, maxLength);
  const pattern = field.limits?.pattern;
  return pattern && !new RegExp(pattern.source, 'u').test(text) ? pattern.message : undefined;
}

function checkKind(field: FieldSpec, text: string): string | undefined {
  switch (field.kind) {
    case 'number':
      return checkNumber(field, text);
    case 'json':
      return checkJson(text);
    case 'map':
      return checkMap(text);
    case 'email':
      return isEmailAddress(text)
        ? undefined
        : l10n.t('This is not an e-mail address. Enter one such as {0}.', field.example ?? 'name@example.com');
    case 'choice':
      return (field.options ?? []).some((option) => option.value === text)
        ? undefined
        : l10n.t('Select one of the values in the list.');
    default:
      return undefined;
  }
}

/** The rules of a field's kind and limits, on a value that is not empty. At most one finding. */
export function checkText(field: FieldSpec, value: string): readonly FieldIssue[] {
  const text = field.keepsSpaces ? value : value.trim();
  const message = checkLimits(field, text) ?? checkKind(field, text);
  return message === undefined ? [] : [{ field: field.key, severity: 'error', message }];
}
