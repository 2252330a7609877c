import * as vscode from 'vscode';
import { Emitter } from '../core/base/event';
import { integrationKey } from '../core/directory/refs';
import {
  isSameEverywhere,
  type ComparedCell,
  type ComparedIntegration,
  type Comparison,
} from '../core/plan/comparison';
import type { ComparisonRequest } from '../core/plan/comparison';
import type { SecretComparison } from '../core/plan/model';
import { integrationText, type DiffPair } from './documents';

export type Grouping = 'tenant' | 'integration';

/** The first tenant that has the integration: what the others are compared with. */
export function baseOf({ cells }: ComparedIntegration): ComparedCell | undefined {
  return cells.find(({ integration }) => integration !== undefined);
}

/** How a cell's secrets compare with those of the cell that it is compared with; those that are the same are left out. */
export function differingSecrets(
  { cells, secrets = [] }: ComparedIntegration,
  base: ComparedCell,
  cell: ComparedCell,
): Readonly<Record<string, SecretComparison>> {
  const [before, after] = [cells.indexOf(base), cells.indexOf(cell)];
  return Object.fromEntries(
    secrets.flatMap(({ field, groups }): (readonly [string, SecretComparison])[] => {
      const [theirs, own] = [groups[before], groups[after]];
      if (theirs === undefined || own === undefined) return [];
      if (theirs === 'unknown' || own === 'unknown') return [[field, 'unknown']];
      return theirs === own ? [] : [[field, 'different']];
    }),
  );
}

/** Two tenants' versions of one integration as texts; undefined for the one that others are compared with. */
export function comparisonPair(row: ComparedIntegration, cell: ComparedCell): DiffPair | undefined {
  const base = baseOf(row);
  if (!base?.integration || base === cell) return undefined;
  return {
    id: `${integrationKey(base.integration)}/${cell.tenant.accountId}/${cell.tenant.tenantId}`,
    name: vscode.l10n.t('{0} in {1}', row.name, cell.tenantName),
    title: vscode.l10n.t('{0} ({1} ↔ {2})', row.name, base.tenantName, cell.tenantName),
    before: integrationText(base.integration),
    after: cell.integration && integrationText(cell.integration, differingSecrets(row, base, cell)),
  };
}

/** A comparison on the screen, and how its rows are grouped. */
export class ComparisonState {
  readonly request: ComparisonRequest;
  readonly #changed = new Emitter<undefined>();
  #grouping: Grouping;

  readonly onDidChange = this.#changed.event;

  constructor(request: ComparisonRequest, grouping: Grouping = 'integration') {
    this.request = request;
    this.#grouping = grouping;
  }

  get comparison(): Comparison {
    return this.request.comparison;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  setGrouping(grouping: Grouping): void {
    this.#grouping = grouping;
    this.#changed.fire(undefined);
  }

  /** Every pair that differs. */
  pairs(): readonly DiffPair[] {
    return this.comparison.integrations
      .filter((row) => !isSameEverywhere(row))
      .flatMap((row) => row.cells.flatMap((cell) => comparisonPair(row, cell) ?? []))
      .filter(({ before, after }) => before !== after);
  }
}
