import type { SecretSource } from '../operations/secretSource';
import type { DesiredIntegration } from './model';

/**
 * What a feature hands to the Changes view by its command: integrations as they should be, and where their secrets come
 * from. A class, so that whoever receives it knows by `instanceof` that it was made here.
 */
export class PlanRequest {
  /**
   * @param title what is planned, for the view's title: a file's name, for example.
   * @param secrets for this plan and its apply only; asks the user before a first use where that is due.
   */
  constructor(
    readonly title: string,
    readonly desired: readonly DesiredIntegration[],
    readonly secrets: SecretSource,
  ) {}
}
