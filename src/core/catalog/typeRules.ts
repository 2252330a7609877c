import * as l10n from '@vscode/l10n';
import type { FieldIssue, FieldValues } from './model';
import { checkSalesforce } from './salesforceRules';
import { textOf } from './values';
import { checkZendesk, zendeskApiUrl } from './zendeskRules';

/** What one type asks for beyond its fields' own rules. Apart from the types: lists and trees need no rules. */
interface TypeRules {
  /** Cross-field checks and advice. */
  readonly check: (values: FieldValues) => readonly FieldIssue[];
  /** The complete value that a partial or copied one most likely means, e.g. the API URL of a Zendesk subdomain. */
  readonly suggest?: (key: string, value: string) => string | undefined;
}

function checkRest(values: FieldValues): readonly FieldIssue[] {
  if (textOf(values, 'endpointPrefix').trim() !== '') return [];
  const message = l10n.t('Without an API URI, flows that use this integration need full URLs.');
  return [{ field: 'endpointPrefix', severity: 'warning', message }];
}

const RULES: ReadonlyMap<string, TypeRules> = new Map<string, TypeRules>([
  ['rest', { check: checkRest }],
  ['salesforce', { check: checkSalesforce }],
  [
    'zendesk',
    {
      check: checkZendesk,
      suggest: (key, value) => (key === 'endpointPrefix' ? zendeskApiUrl(value) : undefined),
    },
  ],
]);

/** The rules of a type; none for most. */
export function rulesOf(typeId: string): TypeRules {
  return RULES.get(typeId) ?? { check: () => [] };
}
