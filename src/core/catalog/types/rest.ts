import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import type { FieldIssue, FieldValues, StoredSecrets } from '../model';
import type { JsonObject, JsonValue } from '../../base/json';
import { textOf } from '../values';

/** The form-only choice. Its values never go on the wire (API facts e.1). */
export const AUTH_METHOD = 'authMethod';

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The wire does not name the method: a token means token, else a user name means basic, else none (API facts e.1). */
function authMethod(properties: JsonObject, stored: StoredSecrets): FieldValues {
  if (isSet(properties.token) || stored.token === true) return { [AUTH_METHOD]: 'token' };
  return { [AUTH_METHOD]: isSet(properties.username) ? 'basic' : 'none' };
}

function check(values: FieldValues): readonly FieldIssue[] {
  if (textOf(values, 'endpointPrefix').trim() !== '') return [];
  const message = l10n.t(
    'Without an API URI, every flow that uses this integration has to name the whole address itself.',
  );
  return [{ field: 'endpointPrefix', severity: 'warning', message }];
}

/** A generic HTTP service called from flows (API facts e.1). All four keys are always sent, unused ones empty (d.3). */
export function rest(): TypeDefinition {
  return {
    id: 'rest',
    label: l10n.t('REST'),
    summary: l10n.t('Any HTTP service that flows use'),
    icon: 'rest',
    creatable: true,
    summaryFields: { host: 'endpointPrefix', user: 'username' },
    derive: authMethod,
    check,
    fields: [
      {
        key: 'endpointPrefix',
        label: l10n.t('API URI'),
        kind: 'url',
        help: l10n.t(
          'The address that stands before every path a flow requests. It may stay empty when flows name whole addresses.',
        ),
        example: 'https://api.example.com/v1',
        where: {
          text: l10n.t(
            'The documentation of the service names it “base URL” or “server”. Leave out the path of a single request.',
          ),
        },
        defaultValue: '',
      },
      {
        key: AUTH_METHOD,
        label: l10n.t('Authentication'),
        kind: 'choice',
        formOnly: true,
        required: true,
        help: l10n.t('How the service knows that CxEngage may use it.'),
        options: [
          { value: 'basic', label: l10n.t('User name and password'), help: l10n.t('HTTP Basic authentication') },
          { value: 'token', label: l10n.t('Token'), help: l10n.t('One token or API key, without a user name') },
          { value: 'none', label: l10n.t('None'), help: l10n.t('The service is open to everybody') },
        ],
        defaultValue: 'basic',
      },
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['basic'] },
        help: l10n.t('The user that the service has made for CxEngage, preferably one used for nothing else.'),
        example: 'cxengage-api',
        where: { text: l10n.t('Ask whoever runs the service. For some services it is an API key.') },
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['basic'] },
        help: l10n.t('The password of that user. It is sent to CxEngage and never shown again.'),
        where: { text: l10n.t('Ask whoever runs the service. For some services it is the secret of an API key.') },
        defaultValue: '',
      },
      {
        key: 'token',
        label: l10n.t('Token'),
        kind: 'text',
        secret: true,
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['token'] },
        help: l10n.t(
          'The token alone, without a word such as “Bearer” before it. It is sent to CxEngage and never shown again.',
        ),
        where: {
          text: l10n.t('Most services make tokens on a page named “API tokens” or “API keys” of their settings.'),
        },
        defaultValue: '',
      },
    ],
  };
}
