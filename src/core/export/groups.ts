import pLimit from 'p-limit';
import { abortedError } from '../api/error';
import type { JsonValue } from '../base/json';
import { normalizeText } from '../catalog/text';
import { readableValue, storedKeys } from '../directory/hiddenKeys';
import type { Integration } from '../directory/model';
import type { DirectoryService } from '../directory/service';
import type { ExportedTarget } from './integrationFile';

/** The copies of one integration: the same name and type in one or several tenants. They share a file. */
export interface ExportGroup {
  readonly type: string;
  readonly name: string;
  readonly targets: readonly ExportedTarget[];
}

/** Groups integrations by name and type, in the order given. Names are unique in a tenant (API facts d.5). */
export function groupForExport(
  integrations: readonly Integration[],
  aliasOf: (integration: Integration) => string,
): readonly ExportGroup[] {
  const groups = new Map<string, ExportGroup & { readonly targets: ExportedTarget[] }>();
  for (const integration of integrations) {
    const name = integration.name.trim();
    const key = JSON.stringify([integration.type, normalizeText(name)]);
    const group = groups.get(key) ?? { type: integration.type, name, targets: [] };
    group.targets.push({ alias: aliasOf(integration), integration });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Integrations whose secrets are in memory at the same time, beside the values compared with. */
const READ_AT_ONCE = 6;

/**
 * Finds the secret properties that differ between targets. Compares in memory, a few integrations at a time, and keeps no
 * value. What the server hides counts as different: a name that several share would give one tenant's value to all.
 * @throws ApiError where an integration cannot be read.
 */
export async function differingSecrets(
  { targets }: ExportGroup,
  directory: Pick<DirectoryService, 'fetchWithSecrets'>,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const withSecrets = targets.filter((target) => storedKeys(target.integration).length > 0);
  const different = new Set<string>();
  if (withSecrets.length < 2) return different;
  const first = new Map<string, JsonValue | undefined>();
  const limit = pLimit(READ_AT_ONCE);
  const compare = async ({ integration }: ExportedTarget): Promise<void> => {
    if (signal?.aborted) throw abortedError();
    const { properties } = await directory.fetchWithSecrets(integration, signal);
    for (const key of storedKeys(integration)) {
      const value = readableValue(properties, key);
      if (!first.has(key)) first.set(key, value);
      else if (value === undefined || first.get(key) !== value) different.add(key);
    }
  };
  try {
    await limit.map(withSecrets, compare);
  } catch (error) {
    // No secret is read for nothing.
    limit.clearQueue();
    throw error;
  }
  return different;
}
