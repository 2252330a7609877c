import assert from 'node:assert/strict';
import { whereUsedAll, type UsageReport, type WhereUsedOptions } from '../../../src/core/operations/whereUsed';
import type { Integration } from '../../../src/core/directory/model';

/** `whereUsedAll` of one integration. */
export async function whereUsed(
  reader: Parameters<typeof whereUsedAll>[0],
  integration: Integration,
  options?: WhereUsedOptions,
): Promise<UsageReport> {
  const [found] = await whereUsedAll(reader, [integration], options);
  assert.ok(found);
  return found.report;
}
