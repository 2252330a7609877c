import type { ApiError } from '../../core/api/error';
import type { IntegrationRef, TenantRef } from '../../core/directory/model';

/** What a row without data of its own says: the state of what should be there, with one next step. */
export type Notice =
  | { readonly state: 'loading' }
  | { readonly state: 'empty' }
  | { readonly state: 'noTenants' }
  | { readonly state: 'filtered'; readonly hidden: number }
  | { readonly state: 'more'; readonly shown: number; readonly total: number }
  | { readonly state: 'forbidden'; readonly missing: readonly string[] }
  | { readonly state: 'signInAgain' }
  | { readonly state: 'noCredential' }
  /** `stale`: older data is shown below it. */
  | { readonly state: 'failed'; readonly error: ApiError; readonly stale: boolean };

export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  readonly accountId: string;
}

export interface TenantNode extends TenantRef {
  readonly kind: 'tenant';
  readonly id: string;
}

export interface IntegrationNode extends IntegrationRef {
  readonly kind: 'integration';
  readonly id: string;
}

export interface ListenerNode extends IntegrationRef {
  readonly kind: 'listener';
  readonly id: string;
  readonly listenerId: string;
}

/** One property of a listener. */
export interface PropertyNode extends IntegrationRef {
  readonly kind: 'property';
  readonly id: string;
  readonly listenerId: string;
  readonly property: string;
}

export interface NoticeNode {
  readonly kind: 'notice';
  readonly id: string;
  readonly notice: Notice;
  /** The node whose state it tells; undefined for the tree as a whole. */
  readonly owner: Node | undefined;
  readonly accountId: string;
  readonly tenantId?: string;
  readonly integrationId?: string;
}

/** What the tree is made of. Nodes only name things; what is shown is read from the directory when drawn. */
export type Node = AccountNode | TenantNode | IntegrationNode | ListenerNode | PropertyNode | NoticeNode;

const accountPath = (accountId: string): string => `account/${accountId}`;
const tenantPath = (ref: TenantRef): string => `${accountPath(ref.accountId)}/tenant/${ref.tenantId}`;
const integrationPath = (ref: IntegrationRef): string => `${tenantPath(ref)}/integration/${ref.integrationId}`;

/** JSON leaves out the message of an error, which the tooltip shows. */
function saysTheSame(a: Notice, b: Notice): boolean {
  const messageOf = (notice: Notice): string => (notice.state === 'failed' ? notice.error.message : '');
  return JSON.stringify(a) === JSON.stringify(b) && messageOf(a) === messageOf(b);
}

/** Makes nodes, one object per id for as long as it lives: VS Code keeps selection and expansion by object and id. */
export class NodeStore {
  readonly #nodes = new Map<string, Node>();

  account(accountId: string): AccountNode {
    const id = accountPath(accountId);
    const known = this.#nodes.get(id);
    return known?.kind === 'account' ? known : this.#keep({ kind: 'account', id, accountId });
  }

  tenant(ref: TenantRef): TenantNode {
    const id = tenantPath(ref);
    const known = this.#nodes.get(id);
    return known?.kind === 'tenant'
      ? known
      : this.#keep({ kind: 'tenant', id, accountId: ref.accountId, tenantId: ref.tenantId });
  }

  integration(ref: IntegrationRef): IntegrationNode {
    const id = integrationPath(ref);
    const known = this.#nodes.get(id);
    if (known?.kind === 'integration') return known;
    return this.#keep({
      kind: 'integration',
      id,
      accountId: ref.accountId,
      tenantId: ref.tenantId,
      integrationId: ref.integrationId,
    });
  }

  listener(ref: IntegrationRef, listenerId: string): ListenerNode {
    const id = `${integrationPath(ref)}/listener/${listenerId}`;
    const known = this.#nodes.get(id);
    if (known?.kind === 'listener') return known;
    const { accountId, tenantId, integrationId } = ref;
    return this.#keep({ kind: 'listener', id, accountId, tenantId, integrationId, listenerId });
  }

  property(listener: ListenerNode, property: string): PropertyNode {
    const id = `${listener.id}/property/${property}`;
    const known = this.#nodes.get(id);
    if (known?.kind === 'property') return known;
    const { accountId, tenantId, integrationId, listenerId } = listener;
    return this.#keep({ kind: 'property', id, accountId, tenantId, integrationId, listenerId, property });
  }

  /** A notice is made anew when it says something else; its id stays, so that the row does. */
  notice(owner: Node | undefined, accountId: string, notice: Notice): NoticeNode {
    const id = `${owner?.id ?? 'root'}/notice/${notice.state}`;
    const known = this.#nodes.get(id);
    if (known?.kind === 'notice' && saysTheSame(known.notice, notice)) return known;
    const ref =
      owner?.kind === 'tenant'
        ? { tenantId: owner.tenantId }
        : owner?.kind === 'integration'
          ? { tenantId: owner.tenantId, integrationId: owner.integrationId }
          : {};
    return this.#keep({ kind: 'notice', id, notice, owner, accountId, ...ref });
  }

  /** The node of an id, while it lives. */
  find(id: string): Node | undefined {
    return this.#nodes.get(id);
  }

  /**
   * Lets go of everything of accounts that are no more, in one pass.
   * @param kept ids of the accounts there are. Gives the ids of the nodes that went.
   */
  forgetAllBut(kept: ReadonlySet<string>): readonly string[] {
    const gone = [...this.#nodes.values()].filter((node) => !kept.has(node.accountId)).map(({ id }) => id);
    for (const id of gone) this.#nodes.delete(id);
    return gone;
  }

  #keep<T extends Node>(node: T): T {
    this.#nodes.set(node.id, node);
    return node;
  }
}
