import type { SecretReference } from '../base/secretReference';

/** Where the values of secret references come from: SecretStorage, the environment, or this window's memory. */
export interface SecretSource {
  /**
   * Reads one value. The caller drops it after use.
   * @returns undefined where the reference has no value here.
   * @throws UserError where the keyring fails.
   */
  value(reference: SecretReference): Promise<string | undefined>;
}
