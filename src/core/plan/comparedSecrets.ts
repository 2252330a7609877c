import { createHmac, randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import { abortedError, asApiError } from '../api/error';
import type { JsonObject } from '../base/json';
import type { ProgressReport } from '../base/progress';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import type { Integration } from '../directory/model';
import { hiddenKeys, readableValue } from '../directory/hiddenKeys';
import type { DirectoryService } from '../directory/service';
import type { ComparedIntegration, ComparedSecret, Comparison } from './comparison';

/** Integrations read side by side; the client's own limit decides how many requests are under way. */
const INTEGRATIONS_AT_ONCE = 24;

export interface CompareSecretsOptions {
  readonly directory: Pick<DirectoryService, 'fetchWithSecrets'>;
  readonly signal?: AbortSignal;
  /** Told after each integration that was read. */
  readonly onProgress?: (progress: ProgressReport) => void;
}

/** One comparison of secrets. Of each value only a keyed digest is held, and the key ends with the comparison. */
class SecretComparer {
  readonly #options: CompareSecretsOptions;
  readonly #key = randomBytes(32);
  readonly #limit = pLimit(INTEGRATIONS_AT_ONCE);
  readonly #total: number;
  #done = 0;

  constructor(options: CompareSecretsOptions, rows: readonly ComparedIntegration[]) {
    this.#options = options;
    this.#total = rows
      .map((row) => integrationsWithSecrets(row).length)
      .reduce((sum, count) => (count > 1 ? sum + count : sum), 0);
  }

  async row(row: ComparedIntegration): Promise<ComparedIntegration> {
    if (integrationsWithSecrets(row).length < 2) return row;
    const digests = await Promise.all(row.cells.map(async ({ integration }) => this.#digests(integration)));
    const keys = [...new Set(row.cells.flatMap(({ integration }) => (integration ? hiddenKeys(integration) : [])))];
    const secrets = keys.map((field) => compared(row.type, field, row.cells, digests));
    const known = new Set(row.differs.map(({ field }) => field));
    const differing = secrets.filter(({ field, groups }) => !known.has(field) && groups.includes(1));
    return {
      ...row,
      secrets,
      differs: [...row.differs, ...differing.map(({ field, label }) => ({ field, label, isSecret: true }))],
    };
  }

  /** @returns a digest for each secret that was read; undefined where the integration could not be read. */
  async #digests(integration: Integration | undefined): Promise<ReadonlyMap<string, string> | undefined> {
    const keys = integration ? hiddenKeys(integration) : [];
    if (!integration || keys.length === 0) return new Map();
    const { directory, signal, onProgress } = this.#options;
    return this.#limit(async () => {
      if (signal?.aborted) throw abortedError();
      try {
        const { properties } = await directory.fetchWithSecrets(integration, signal, { keep: false });
        return new Map(keys.flatMap((key) => this.#digest(properties, key)));
      } catch (error) {
        // Even what nobody foresaw, such as a value too deep for JSON, concerns this integration alone.
        if (asApiError(error).kind === 'aborted') throw error;
        return undefined;
      } finally {
        this.#done += 1;
        onProgress?.({ done: this.#done, total: this.#total });
      }
    });
  }

  #digest(properties: JsonObject, key: string): readonly (readonly [string, string])[] {
    const value = readableValue(properties, key);
    if (value === undefined) return [];
    return [[key, createHmac('sha256', this.#key).update(JSON.stringify(value)).digest('base64')]];
  }
}

function integrationsWithSecrets({ cells }: ComparedIntegration): readonly Integration[] {
  return cells.flatMap(({ integration }) => (integration && hiddenKeys(integration).length > 0 ? [integration] : []));
}

function compared(
  type: string,
  field: string,
  cells: ComparedIntegration['cells'],
  digests: readonly (ReadonlyMap<string, string> | undefined)[],
): ComparedSecret {
  const seen = new Map<string, number>();
  const groups = cells.map(({ integration }, index) => {
    if (!integration || !hiddenKeys(integration).includes(field)) return undefined;
    const digest = digests[index]?.get(field);
    if (digest === undefined) return 'unknown';
    const group = seen.get(digest) ?? seen.size;
    seen.set(digest, group);
    return group;
  });
  return { field, label: fieldLabel(integrationType(type), field), groups };
}

/**
 * Adds to a comparison which secrets are the same. Each integration is read, reduced to digests and dropped; one that cannot
 * be read is *unknown* and holds up no other.
 * @throws ApiError `aborted` when canceled.
 */
export async function compareSecrets(comparison: Comparison, options: CompareSecretsOptions): Promise<Comparison> {
  const run = new SecretComparer(options, comparison.integrations);
  const integrations = await Promise.all(comparison.integrations.map(async (row) => run.row(row)));
  return { ...comparison, integrations, hasSecrets: true };
}
