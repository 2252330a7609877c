import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { integrationType } from '../core/catalog/registry';
import type { Integration } from '../core/directory/model';
import { tenantKey } from '../core/directory/refs';
import type { PlannedChange } from '../core/plan/model';
import { COMMANDS } from '../host/commandIds';
import { pairOf } from './documents';
import type { ChangesNode, Row } from './node';
import { changeRow, fieldRow, spoken } from './planRows';
import type { PlanState } from './planState';

/** Tenants that are drawn open from the start; with more of them the overview counts. */
const OPEN_TENANTS = 20;

function changeNode(state: PlanState, id: string, parent: ChangesNode | undefined, prefix = ''): ChangesNode {
  const change = (): PlannedChange | undefined => state.change(id);
  const node: ChangesNode = {
    id: `${prefix}change/${id}`,
    ...(parent === undefined ? {} : { parent }),
    changeIds: [id],
    row: () => {
      const now = change();
      return now ? changeRow(node, state, now) : emptyRow();
    },
    children: () =>
      (change()?.fields ?? []).map((field): ChangesNode => {
        const child: ChangesNode = {
          id: `${node.id}/${field.field}`,
          parent: node,
          row: () => {
            const now = change();
            return now ? fieldRow(child, now, field) : emptyRow();
          },
          pair: () => node.pair?.(),
        };
        return child;
      }),
    pair: () => {
      const now = change();
      return now && pairOf(now);
    },
  };
  return node;
}

function emptyRow(): Row {
  return { label: '', icon: { theme: 'blank' }, accessibilityLabel: '', context: 'gone', expands: 'no' };
}

function tenantNode(state: PlanState, key: string, changes: readonly PlannedChange[], isOpen: boolean): ChangesNode {
  const [first] = changes;
  const changeIds = changes.map(({ id }) => id);
  const node: ChangesNode = {
    id: `tenant/${key}`,
    changeIds,
    row: () => {
      const open = changeIds.filter((id) => state.isOpen(id));
      const isTicked = open.length > 0 && open.every((id) => state.isTicked(id));
      const name = first?.tenantName ?? '';
      const isProduction = first?.isProduction === true;
      const count =
        changes.length === 1 ? vscode.l10n.t('1 integration') : vscode.l10n.t('{0} integrations', changes.length);
      return {
        label: name,
        description: count,
        icon: isProduction
          ? { theme: 'shield', color: 'cxengage.productionForeground' }
          : { theme: first?.desired.target.kind === 'unknown' ? 'question' : 'organization' },
        accessibilityLabel: spoken(
          oneLine(name, 80),
          isProduction ? vscode.l10n.t('production') : undefined,
          count,
          open.length === 0 ? undefined : isTicked ? vscode.l10n.t('all selected') : vscode.l10n.t('not all selected'),
        ),
        context: 'tenant',
        expands: isOpen ? 'open' : 'closed',
        ...(isProduction ? { sign: 'production' } : {}),
        ...(open.length > 0 && !state.isApplying ? { isTicked } : {}),
      };
    },
    children: () => changes.map(({ id }) => changeNode(state, id, node)),
  };
  return node;
}

/** A closed row with a count, and rows under it that are no changes. */
function group(
  id: string,
  label: string,
  count: number,
  icon: string,
  children: (parent: ChangesNode) => readonly ChangesNode[],
): ChangesNode {
  const node: ChangesNode = {
    id,
    row: () => ({
      label,
      description: String(count),
      icon: { theme: icon },
      accessibilityLabel: spoken(label, String(count)),
      context: 'group',
      expands: 'closed',
    }),
    children: () => children(node),
  };
  return node;
}

function unmanagedNode(integration: Integration, parent: ChangesNode): ChangesNode {
  const { accountId, tenantId, integrationId, name, type } = integration;
  return {
    id: `unmanaged/${accountId}/${tenantId}/${integrationId}`,
    parent,
    row: () => ({
      label: name,
      description: integrationType(type).label,
      icon: { type: integrationType(type).icon },
      accessibilityLabel: spoken(
        oneLine(name, 80),
        integrationType(type).label,
        vscode.l10n.t('not in this plan, nothing happens to it'),
      ),
      context: 'unmanaged',
      expands: 'no',
      command: {
        command: COMMANDS.showIntegration,
        title: vscode.l10n.t('Show Integration as JSON'),
        arguments: [{ accountId, tenantId, integrationId }],
      },
    }),
  };
}

function unmanagedGroup({ unmanaged }: PlanState): readonly ChangesNode[] {
  const count = unmanaged.reduce((sum, { integrations }) => sum + integrations.length, 0);
  if (count === 0) return [];
  return [
    group('unmanaged', vscode.l10n.t('Not in This Plan'), count, 'circle-outline', () =>
      unmanaged.map(({ tenant, tenantName, integrations }) =>
        group(`unmanaged/${tenantKey(tenant)}`, tenantName, integrations.length, 'organization', (parent) =>
          integrations.map((integration) => unmanagedNode(integration, parent)),
        ),
      ),
    ),
  ];
}

/** The rows of a plan: tenants with something to do first, then what needs nothing, then what the plan does not name. */
export function planNodes(state: PlanState): readonly ChangesNode[] {
  const tenants = new Map<string, PlannedChange[]>();
  const same: PlannedChange[] = [];
  for (const change of state.changes) {
    if (change.action === 'nothing' && change.fields.length === 0 && state.outcome(change.id) === undefined) {
      same.push(change);
      continue;
    }
    const { target } = change.desired;
    const key = target.kind === 'tenant' ? tenantKey(target.ref) : `unknown/${target.label}`;
    const own = tenants.get(key);
    if (own) own.push(change);
    else tenants.set(key, [change]);
  }
  const sameGroup =
    same.length === 0
      ? []
      : [
          group('nothing', vscode.l10n.t('Without a Change'), same.length, 'check', (parent) =>
            same.map(({ id }) => changeNode(state, id, parent, 'nothing/')),
          ),
        ];
  return [
    ...[...tenants].map(([key, changes]) => tenantNode(state, key, changes, tenants.size <= OPEN_TENANTS)),
    ...sameGroup,
    ...unmanagedGroup(state),
  ];
}
