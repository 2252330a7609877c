import * as vscode from 'vscode';
import { canTestConnection } from '../core/connectionTest/testConnection';
import { isInherited, isWritable } from '../core/directory/access';
import type { DirectoryService } from '../core/directory/service';
import type { Node } from './tree/nodes';

/** What can be done with several selected rows, for `when` clauses; all false where fewer than two are selected. */
export interface SelectionContext {
  readonly canEnable: boolean;
  readonly canDisable: boolean;
  readonly canTest: boolean;
}

/** VS Code offers in a menu only what every selected row offers, so that a mixed selection needs words of its own. */
export function selectionContext(selection: readonly Node[], directory: DirectoryService): SelectionContext {
  const several = selection.length > 1 ? selection : [];
  const integrations = several.flatMap((node) => {
    const integration = node.kind === 'integration' ? directory.integration(node) : undefined;
    return integration ? [integration] : [];
  });
  const writable = integrations.filter(
    (integration) => isWritable(directory.access(integration)) && !isInherited(integration),
  );
  return {
    canEnable: writable.some(({ active }) => !active),
    canDisable: writable.some(({ active }) => active),
    canTest: integrations.some(({ type }) => canTestConnection(type)),
  };
}

/** Sets the contexts `cxengage.selection.…`, those that changed. */
export class SelectionContexts {
  readonly #directory: DirectoryService;
  #shown: SelectionContext = { canEnable: false, canDisable: false, canTest: false };

  constructor(directory: DirectoryService) {
    this.#directory = directory;
  }

  update(selection: readonly Node[]): void {
    const next = selectionContext(selection, this.#directory);
    for (const key of ['canEnable', 'canDisable', 'canTest'] as const)
      if (next[key] !== this.#shown[key])
        void vscode.commands.executeCommand('setContext', `cxengage.selection.${key}`, next[key]);
    this.#shown = next;
  }
}
