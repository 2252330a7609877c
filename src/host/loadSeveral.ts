import type { Integration, IntegrationRef } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';

/**
 * Loads integrations; those that are gone are left out where there are others.
 * @throws why one could not be loaded, where none was: an expired session must not pass for "there are none".
 */
export async function loadSeveral(
  directory: Pick<DirectoryService, 'loadIntegration'>,
  refs: readonly IntegrationRef[],
): Promise<readonly Integration[]> {
  const loads = await Promise.allSettled(refs.map(async (ref) => directory.loadIntegration(ref)));
  const loaded = loads.flatMap((load) => (load.status === 'fulfilled' ? [load.value] : []));
  const failed = loads.find((load) => load.status === 'rejected');
  if (loaded.length === 0 && failed) throw failed.reason;
  return loaded;
}
