import type { Services } from '../host/services';
import type { TenantTree } from './tree/provider';
import type { TenantsView } from './tree/tenantsView';
import type { ViewState } from './tree/viewState';

/** The parts of the Tenants view, for its commands. */
export interface ExplorerContext extends Services {
  readonly tree: TenantTree;
  readonly view: TenantsView;
  readonly viewState: ViewState;
}
