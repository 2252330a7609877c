import { integrationType } from '../catalog/registry';
import type { SecretUse } from '../operations/consentingSecrets';
import type { DesiredIntegration } from './model';

/**
 * Which secrets desired integrations of files ask for, and the host that each value goes to: the service's, or the region's
 * where the file does not name one. Targets without a tenant get no secret.
 * @param regionOf the host of an account's endpoint.
 */
export function secretUsesOf(
  desired: readonly DesiredIntegration[],
  regionOf: (accountId: string) => string,
): readonly SecretUse[] {
  return desired.flatMap(({ origin, target, type, values }) => {
    if (origin.kind !== 'file' || target.kind !== 'tenant') return [];
    const host = integrationType(type).describe(values.properties).host ?? regionOf(target.ref.accountId);
    return Object.values(values.secrets).flatMap((reference): SecretUse[] =>
      reference === 'empty' ? [] : [{ reference, host, file: origin.path }],
    );
  });
}
