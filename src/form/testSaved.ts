import type { IntegrationRef } from '../core/directory/model';
import type { Services } from '../host/services';

/** Tests a saved integration with its stored secrets, which stay in the host. */
export async function testSaved({ directory }: Services, ref: IntegrationRef): Promise<void> {
  await directory.loadIntegration(ref);
}
