import type { Services } from '../host/services';

export async function quickCreate(_services: Services, _argument: unknown): Promise<void> {
  return Promise.resolve();
}
