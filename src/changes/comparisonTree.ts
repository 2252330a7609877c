import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { integrationType } from '../core/catalog/registry';
import type { Integration, IntegrationRef, TenantRef } from '../core/directory/model';
import { tenantKey } from '../core/directory/refs';
import {
  comparedValue,
  isSameEverywhere,
  type ComparedCell,
  type ComparedField,
  type ComparedIntegration,
  type Comparison,
} from '../core/plan/comparison';
import { comparisonPair, isOther, type ComparisonState } from './comparisonState';
import { valueText } from './documents';
import type { ChangesNode, Row } from './node';
import { opens, spoken } from './planRows';

/** What differs of an integration over all tenants, in words. */
function differenceText({ cells, differs, missingCount, disabledIn }: ComparedIntegration): string {
  const fields = differs.map(({ label }) => oneLine(label, 40)).join(', ');
  return [
    fields === '' ? undefined : vscode.l10n.t('differs: {0}', fields),
    missingCount === 0 ? undefined : vscode.l10n.t('missing in {0}', tenantsText(missingCount, cells.find(isMissing))),
    disabledIn.length === 0
      ? undefined
      : vscode.l10n.t('disabled in {0}', tenantsText(disabledIn.length, disabledIn[0])),
  ]
    .filter((text) => text !== undefined)
    .join(' · ');
}

function isMissing({ integration }: ComparedCell): boolean {
  return integration === undefined;
}

/** One tenant by name, several by number. @param first the first of them. */
function tenantsText(count: number, first: ComparedCell | undefined): string {
  return first && count === 1 ? oneLine(first.tenantName, 60) : vscode.l10n.t('{0} tenants', count);
}

function secretWord(isStored: boolean): string {
  return isStored ? vscode.l10n.t('secret stored') : vscode.l10n.t('no secret');
}

/** What one tenant has, seen beside the one that the others are compared with. */
function cellText(row: ComparedIntegration, cell: ComparedCell): string {
  const { integration } = cell;
  if (!integration) return vscode.l10n.t('missing');
  const own = row.differs.map((field) => `${oneLine(field.label, 40)}: ${fieldText(row, cell, field, integration)}`);
  return [...(integration.active ? [] : [vscode.l10n.t('disabled')]), ...own].join(' · ') || vscode.l10n.t('enabled');
}

/** Of a secret that was compared, the first tenant with the same value. */
function secretText(
  { cells, secrets = [] }: ComparedIntegration,
  cell: ComparedCell,
  field: string,
): string | undefined {
  const groups = secrets.find((each) => each.field === field)?.groups;
  const group = groups?.[cell.index];
  if (!groups || group === undefined) return undefined;
  if (group === 'unknown') return vscode.l10n.t('unknown whether the same secret');
  const first = cells[groups.indexOf(group)];
  if (first !== undefined && first !== cell)
    return vscode.l10n.t('same secret as in {0}', oneLine(first.tenantName, 60));
  return group === 0 ? vscode.l10n.t('secret stored') : vscode.l10n.t('different secret');
}

function fieldText(
  row: ComparedIntegration,
  cell: ComparedCell,
  field: ComparedField,
  integration: Integration,
): string {
  const secret = secretText(row, cell, field.field);
  if (secret !== undefined) return secret;
  const value = comparedValue(integration, field);
  return field.isSecret ? secretWord(value === true) : oneLine(valueText(value), 60);
}

/** Tenants that lack the integration, or have another version than the one that it is compared with. */
function otherTenants(row: ComparedIntegration): readonly TenantRef[] {
  return row.cells.filter((cell) => isOther(row, cell)).map(({ tenant }) => tenant);
}

function refOf(integration: Integration | undefined): IntegrationRef | undefined {
  if (!integration) return undefined;
  const { accountId, tenantId, integrationId } = integration;
  return { accountId, tenantId, integrationId };
}

function cellIcon(row: ComparedIntegration, cell: ComparedCell): Row['icon'] {
  if (!cell.integration) return { theme: 'circle-slash' };
  return isOther(row, cell) ? { theme: 'diff', color: 'cxengage.updateForeground' } : { theme: 'check' };
}

function cellNode(
  row: ComparedIntegration,
  cell: ComparedCell,
  parent: ChangesNode,
  by: 'tenant' | 'integration',
): ChangesNode {
  const label = by === 'tenant' ? cell.tenantName : row.name;
  const { integration } = cell;
  const { base } = row;
  const node: ChangesNode = {
    id: `${parent.id}/${row.type}/${row.name}/${tenantKey(cell.tenant)}`,
    parent,
    ...refOf(integration ?? base?.integration),
    get copyTargets() {
      if (cell === base) return otherTenants(row);
      return integration ? [] : [cell.tenant];
    },
    row: () => ({
      label,
      description: cellText(row, cell),
      icon: by === 'tenant' ? cellIcon(row, cell) : { type: integrationType(row.type).icon },
      accessibilityLabel: spoken(oneLine(label, 80), cellText(row, cell)),
      tooltip: `${label}: ${cellText(row, cell)}`,
      context: integration ? 'compared;present' : 'compared;missing',
      expands: 'no',
      ...(base && cell !== base ? { command: opens(node) } : {}),
    }),
    pair: () => comparisonPair(row, cell),
  };
  return node;
}

function integrationNode(row: ComparedIntegration, parent?: ChangesNode): ChangesNode {
  const node: ChangesNode = {
    id: `compared/${row.type}/${row.name}`,
    ...(parent === undefined ? {} : { parent }),
    ...refOf(row.base?.integration),
    get copyTargets() {
      return otherTenants(row);
    },
    row: () => {
      const text = isSameEverywhere(row) ? vscode.l10n.t('same everywhere') : differenceText(row);
      return {
        label: row.name,
        description: text,
        icon: { type: integrationType(row.type).icon },
        accessibilityLabel: spoken(oneLine(row.name, 80), integrationType(row.type).label, text),
        tooltip: `${row.name} (${integrationType(row.type).label}): ${text}`,
        context: 'compared;present',
        expands: 'closed',
        ...(isSameEverywhere(row) ? {} : { sign: 'differs' }),
      };
    },
    children: () => row.cells.map((cell) => cellNode(row, cell, node, 'tenant')),
  };
  return node;
}

function sameNode(rows: readonly ComparedIntegration[]): readonly ChangesNode[] {
  if (rows.length === 0) return [];
  const label = vscode.l10n.t('Same Everywhere');
  const node: ChangesNode = {
    id: 'compared-same',
    row: () => ({
      label,
      description: String(rows.length),
      icon: { theme: 'check' },
      accessibilityLabel: spoken(label, String(rows.length)),
      context: 'group',
      expands: 'closed',
    }),
    children: () => rows.map((row) => integrationNode(row, node)),
  };
  return [node];
}

function tenantNodes({ tenants }: Comparison, differing: readonly ComparedIntegration[]): readonly ChangesNode[] {
  return tenants.map(({ tenant, tenantName }, index) => {
    const cellOf = (row: ComparedIntegration): ComparedCell | undefined => {
      const cell = row.cells[index];
      return cell && (cell === row.base || isOther(row, cell)) ? cell : undefined;
    };
    // Cells are made when the row is expanded: all of all tenants would be millions.
    const cellCount = differing.reduce((sum, row) => (cellOf(row) ? sum + 1 : sum), 0);
    const count =
      cellCount === 1 ? vscode.l10n.t('1 integration differs') : vscode.l10n.t('{0} integrations differ', cellCount);
    const node: ChangesNode = {
      id: `compared-tenant/${tenantKey(tenant)}`,
      row: () => ({
        label: tenantName,
        description: count,
        icon: { theme: 'organization' },
        accessibilityLabel: spoken(oneLine(tenantName, 80), count),
        context: 'tenant',
        expands: cellCount > 0 ? 'closed' : 'no',
      }),
      children: () =>
        differing.flatMap((row) => {
          const cell = cellOf(row);
          return cell ? [cellNode(row, cell, node, 'integration')] : [];
        }),
    };
    return node;
  });
}

function unreachableNodes({ unreachable }: Comparison): readonly ChangesNode[] {
  return unreachable.map(({ tenantName, message }, index) => ({
    id: `compared-unreachable/${index}`,
    row: () => ({
      label: tenantName,
      description: message,
      icon: { theme: 'warning', color: 'list.warningForeground' },
      accessibilityLabel: spoken(oneLine(tenantName, 80), message),
      tooltip: message,
      context: 'unreachable',
      expands: 'no',
      sign: 'cannot',
    }),
  }));
}

/** The rows of a comparison: what differs first, then what is the same everywhere, then what could not be read. */
export function comparisonNodes({ comparison, grouping }: ComparisonState): readonly ChangesNode[] {
  const rows = comparison.integrations;
  const differing = rows.filter((row) => !isSameEverywhere(row));
  return [
    ...(grouping === 'tenant' ? tenantNodes(comparison, differing) : differing.map((row) => integrationNode(row))),
    ...sameNode(rows.filter(isSameEverywhere)),
    ...unreachableNodes(comparison),
  ];
}

/** The comparison in one line. */
export function comparisonText({ integrations, tenants, hasSecrets }: Comparison): string {
  const same = integrations.filter(isSameEverywhere).length;
  const unknown = integrations.flatMap(({ secrets = [] }) => secrets.flatMap(({ groups }) => groups));
  const unknownCount = unknown.filter((group) => group === 'unknown').length;
  return [
    vscode.l10n.t(
      '{0} tenants · {1} differ · {2} the same everywhere',
      tenants.length,
      integrations.length - same,
      same,
    ),
    hasSecrets ? vscode.l10n.t('secrets compared') : vscode.l10n.t('secrets not compared'),
    ...(unknownCount > 0 ? [vscode.l10n.t('{0} secrets unknown', unknownCount)] : []),
  ].join(' · ');
}
