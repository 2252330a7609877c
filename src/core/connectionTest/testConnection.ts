import { own, type JsonObject } from '../base/json';
import { isHidden } from '../catalog/equality';
import type { FieldSpec } from '../catalog/model';
import { integrationType } from '../catalog/registry';
import { parseHttpUrl } from '../catalog/urlRules';
import { visibleFields } from '../catalog/values';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import type { ConnectionTestOptions, ConnectionTestReport } from './model';
import { restTest } from './rest';
import { runScript } from './run';
import { salesforceTest } from './salesforce';
import type { TestScript } from './script';
import { zendeskTest } from './zendesk';

/** The URL that the test of an integration sends its credentials to; undefined where there is none. */
export function testedUrl(typeId: string, properties: JsonObject): URL | undefined {
  return parseHttpUrl(SCRIPTS.get(typeId)?.address(properties) ?? '');
}

const SCRIPTS: ReadonlyMap<string, TestScript> = new Map([
  ['rest', restTest],
  ['salesforce', salesforceTest],
  ['zendesk', zendeskTest],
]);

/** Whether integrations of a type can be tested. */
export function canTestConnection(typeId: string): boolean {
  return SCRIPTS.has(typeId);
}

/** Labels of the secrets that a test would send and that nobody knows here: the server masks them or leaves them out (API facts k.5). */
export function hiddenSecrets(typeId: string, properties: JsonObject): readonly string[] {
  const type = integrationType(typeId, properties);
  const isUnknown = ({ secret, required, key }: FieldSpec): boolean => {
    const value = own(properties, key);
    return secret === true && isHidden(value) && (required === true || (typeof value === 'string' && value !== ''));
  };
  return visibleFields(type, type.toValues(properties))
    .filter(isUnknown)
    .map(({ label }) => label);
}

/**
 * Tests the credentials of an integration at its service, from this machine. Asks nothing itself: where consent is needed,
 * nothing is sent and the report says so.
 * @throws ApiError `aborted` when canceled, UserError for a type without a test.
 */
export async function testConnection(options: ConnectionTestOptions): Promise<ConnectionTestReport> {
  const script = SCRIPTS.get(options.typeId);
  if (!script) throw new UserError(l10n.t('Integrations of type “{0}” cannot be tested.', options.typeId));
  return runScript(script, options);
}
