import * as vscode from 'vscode';
import { Emitter } from '../core/base/event';
import { isEqual } from '../core/catalog/equality';
import { integrationKey } from '../core/directory/refs';
import {
  comparedValue,
  isSameEverywhere,
  type ComparedCell,
  type ComparedIntegration,
  type Comparison,
} from '../core/plan/comparison';
import type { ComparisonRequest } from '../core/plan/comparisonRequest';
import type { SecretComparison } from '../core/plan/model';
import { integrationText, type DiffPair } from './documents';

export type Grouping = 'tenant' | 'integration';

/** How a cell's secrets compare with those of the cell that it is compared with; those that are the same are left out. */
export function differingSecrets(
  { secrets = [] }: ComparedIntegration,
  base: ComparedCell,
  cell: ComparedCell,
): Readonly<Record<string, SecretComparison>> {
  return Object.fromEntries(
    secrets.flatMap(({ field, groups }): (readonly [string, SecretComparison])[] => {
      const [theirs, own] = [groups[base.index], groups[cell.index]];
      if (theirs === undefined || own === undefined) return [];
      if (theirs === 'unknown' || own === 'unknown') return [[field, 'unknown']];
      return theirs === own ? [] : [[field, 'different']];
    }),
  );
}

/** Whether a tenant's version is other than the one that it is compared with. */
export function isOther(row: ComparedIntegration, cell: ComparedCell): boolean {
  const { base } = row;
  const { integration } = cell;
  if (!base?.integration || cell === base) return false;
  const stored = base.integration;
  if (!integration) return true;
  return (
    integration.active !== stored.active ||
    row.differs.some((field) => !isEqual(comparedValue(stored, field), comparedValue(integration, field))) ||
    Object.values(differingSecrets(row, base, cell)).includes('different')
  );
}

/**
 * Two tenants' versions of one integration as texts; undefined for the one that others are compared with.
 * @param before the text of that one, where it was made before.
 */
export function comparisonPair(row: ComparedIntegration, cell: ComparedCell, before?: string): DiffPair | undefined {
  const { base } = row;
  if (!base?.integration || base === cell) return undefined;
  return {
    id: `${integrationKey(base.integration)}/${cell.tenant.accountId}/${cell.tenant.tenantId}`,
    name: vscode.l10n.t('{0} in {1}', row.name, cell.tenantName),
    title: vscode.l10n.t('{0} ({1} ↔ {2})', row.name, base.tenantName, cell.tenantName),
    before: before ?? integrationText(base.integration),
    after: cell.integration && integrationText(cell.integration, differingSecrets(row, base, cell)),
  };
}

/** A comparison on the screen, and how its rows are grouped. */
export class ComparisonState {
  readonly request: ComparisonRequest;
  readonly comparison: Comparison;
  readonly #changed = new Emitter<undefined>();
  #grouping: Grouping;

  readonly onDidChange = this.#changed.event;

  constructor(request: ComparisonRequest, comparison: Comparison, grouping: Grouping = 'integration') {
    this.request = request;
    this.comparison = comparison;
    this.#grouping = grouping;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  setGrouping(grouping: Grouping): void {
    this.#grouping = grouping;
    this.#changed.fire(undefined);
  }

  /** Every pair that differs, made as it is asked for: of many tenants nobody opens all. */
  *pairs(): Generator<DiffPair> {
    for (const row of this.comparison.integrations) {
      if (isSameEverywhere(row)) continue;
      const before = row.base?.integration && integrationText(row.base.integration);
      for (const cell of row.cells) {
        const pair = isOther(row, cell) ? comparisonPair(row, cell, before) : undefined;
        if (pair) yield pair;
      }
    }
  }
}
