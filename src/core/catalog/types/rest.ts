import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import type { FieldValues, StoredSecrets } from '../model';
import type { JsonObject, JsonValue } from '../../base/json';

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

/** A generic HTTP service called from flows (API facts e.1). All four keys are always sent, unused ones empty (d.3). */
export function rest(): TypeDefinition {
  return {
    id: 'rest',
    label: l10n.t('REST'),
    summary: l10n.t('Any HTTP service that flows call'),
    icon: 'rest',
    creatable: true,
    summaryFields: { host: 'endpointPrefix', user: 'username' },
    derive: authMethod,
    fields: [
      {
        key: 'endpointPrefix',
        label: l10n.t('API URI'),
        kind: 'url',
        help: l10n.t('Base URL for the paths that flows call. Leave empty if flows use full URLs.'),
        example: 'https://api.example.com/v1',
        where: {
          text: l10n.t(
            'In the documentation of the service, often called “base URL” or “server”. Without the path of a single request.',
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
        help: l10n.t('How CxEngage signs in to the service.'),
        options: [
          { value: 'basic', label: l10n.t('User name and password'), help: l10n.t('HTTP Basic authentication') },
          { value: 'token', label: l10n.t('Token'), help: l10n.t('One token or API key, without a user name') },
          { value: 'none', label: l10n.t('None'), help: l10n.t('The service needs no credentials') },
        ],
        defaultValue: 'basic',
      },
      {
        key: 'username',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['basic'] },
        help: l10n.t('The user that CxEngage signs in as, preferably one that is used for nothing else.'),
        example: 'cxengage-api',
        where: { text: l10n.t('Ask the administrator of the service. For some services it is an API key.') },
        defaultValue: '',
      },
      {
        key: 'password',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['basic'] },
        help: l10n.t('The password of that user. It is stored in CxEngage and not shown again.'),
        where: {
          text: l10n.t('Ask the administrator of the service. For some services it is the secret of an API key.'),
        },
        defaultValue: '',
      },
      {
        key: 'token',
        label: l10n.t('Token'),
        kind: 'text',
        secret: true,
        required: true,
        visibleWhen: { field: AUTH_METHOD, oneOf: ['token'] },
        help: l10n.t('The token alone, without “Bearer” before it. It is stored in CxEngage and not shown again.'),
        where: {
          text: l10n.t('In the settings of the service, often under “API tokens” or “API keys”.'),
        },
        defaultValue: '',
      },
    ],
  };
}
