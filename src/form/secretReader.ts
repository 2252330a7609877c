import type { Services } from '../host/services';
import type { SecretReader } from './request';

/** Reads secrets where the host keeps them; nothing of it reaches the page. */
export function secretReader({ directory, namedSecrets }: Services, signal?: AbortSignal): SecretReader {
  return {
    named: async (name) => namedSecrets.get(name),
    stored: async (source) => (await directory.fetchWithSecrets(source, signal)).properties,
  };
}
