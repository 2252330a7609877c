import { oneLine } from '../base/displayText';
import type { JsonObject, JsonValue } from '../base/json';
import { hostOf } from '../catalog/define';
import type { SecretUse } from '../operations/consentingSecrets';
import type { DesiredIntegration } from './model';

/** Keys of properties that hold the address of a service, whether or not the catalog knows them. */
const ADDRESS_KEY = /(?:url|uri|host|endpoint|endpointPrefix|server)$/iu;

/** The host of an address; of one that has none the text itself, so that it is seen and not taken for the region's. */
function placeIn(value: JsonValue | undefined): string | undefined {
  return hostOf(value) ?? (typeof value === 'string' && value.trim() !== '' ? oneLine(value, 100) : undefined);
}

/** A type may have several services, and nothing says which secret goes to which of them. */
function hostsOf(properties: JsonObject): readonly string[] {
  const hosts = Object.entries(properties).map(([key, value]) => (ADDRESS_KEY.test(key) ? placeIn(value) : undefined));
  return [...new Set(hosts.filter((host) => host !== undefined))];
}

/**
 * Which secrets desired integrations of files ask for, and the hosts that each value may go to: the service's, or the
 * region's where the file does not name one. Targets without a tenant get no secret.
 * @param regionOf the host of an account's endpoint.
 */
export function secretUsesOf(
  desired: readonly DesiredIntegration[],
  regionOf: (accountId: string) => string,
): readonly SecretUse[] {
  return desired.flatMap(({ origin, target, values }) => {
    if (origin.kind !== 'file' || target.kind !== 'tenant') return [];
    const named = hostsOf(values.properties);
    const hosts = named.length > 0 ? named : [regionOf(target.ref.accountId)];
    return Object.values(values.secrets).flatMap((reference): SecretUse[] =>
      reference === 'empty' ? [] : hosts.map((host) => ({ reference, host, file: origin.path })),
    );
  });
}
