import type * as vscode from 'vscode';
import type { Services } from '../host/services';
import type { Node } from './tree/nodes';
import type { TenantTree } from './tree/provider';
import type { ViewState } from './tree/viewState';

/** The parts of the Tenants view, for its commands. */
export interface ExplorerContext extends Services {
  readonly tree: TenantTree;
  readonly view: vscode.TreeView<Node>;
  readonly viewState: ViewState;
}
