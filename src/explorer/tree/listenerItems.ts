import * as vscode from 'vscode';
import { isInherited, isWritable } from '../../core/directory/access';
import type { Listener } from '../../core/directory/model';
import type { DirectoryService } from '../../core/directory/service';
import { contextValue } from './contextValue';
import { fillInMasks } from '../../core/export/fillInMasks';
import type { ListenerNode, PropertyNode } from './nodes';
import type { TreeItemData } from './treeItem';
import { oneLine } from '../../core/base/displayText';

/** The listener a node names; undefined once it is gone. */
export function listenerOf(node: ListenerNode | PropertyNode, directory: DirectoryService): Listener | undefined {
  const listeners = directory.listeners(node);
  return listeners.state === 'idle' ? undefined : listeners.value?.find((each) => each.listenerId === node.listenerId);
}

export function listenerItem(node: ListenerNode, directory: DirectoryService): TreeItemData {
  const listener = listenerOf(node, directory);
  const name = oneLine(listener?.name ?? node.listenerId);
  const active = listener?.active ?? true;
  const access = directory.access(node);
  const canChange = isWritable(access) && !(listener && isInherited(listener));
  const state = active
    ? vscode.l10n.t({ message: 'active', comment: ['a listener'] })
    : vscode.l10n.t({ message: 'disabled', comment: ['a listener'] });
  return {
    label: name,
    ...(active ? {} : { description: state }),
    icon: { theme: active ? 'radio-tower' : 'circle-slash' },
    context: contextValue('listener', active ? 'active' : 'inactive', canChange ? 'writable' : 'readonly'),
    accessibilityLabel: [vscode.l10n.t('Listener {0}', name), state].join(', '),
    expands: 'closed',
    ...(active ? {} : { decoration: 'disabled' as const }),
  };
}

/** A property's value on one line; secrets are masked before they come here. */
export function propertyText(node: PropertyNode, directory: DirectoryService): string {
  const listener = listenerOf(node, directory);
  const value = listener ? fillInMasks(listener)[node.property] : undefined;
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

export function propertyItem(node: PropertyNode, directory: DirectoryService): TreeItemData {
  const name = oneLine(node.property, 80);
  const value = oneLine(propertyText(node, directory), 200);
  const secret = listenerOf(node, directory)?.secrets[node.property];
  const accessibilityValue =
    secret === undefined ? value : secret ? vscode.l10n.t('secret, set') : vscode.l10n.t('secret, not set');
  return {
    label: name,
    description: value,
    icon: { theme: secret === undefined ? 'symbol-field' : 'key' },
    context: contextValue('property', secret !== undefined && 'secret'),
    accessibilityLabel: `${name}: ${accessibilityValue}`,
    expands: 'no',
  };
}
