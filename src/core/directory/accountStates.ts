import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/error';
import type { Account } from '../base/account';
import type { Clock } from '../base/clock';
import { AccountState } from './accountState';
import type { DirectoryChange, Tenant, TenantMark, TenantRef } from './model';
import type { AccountSource, ConnectionFactory, DirectoryCache, MarkStore } from './service';

export interface AccountStatesOptions {
  readonly accounts: AccountSource;
  readonly marks: MarkStore;
  readonly cache: DirectoryCache;
  readonly connect: ConnectionFactory;
  readonly clock: Clock;
  readonly changed: (change: DirectoryChange) => void;
}

/** What is loaded of each account, for those who read and those who write. A state is made when it is first asked for. */
export class AccountStates {
  readonly #options: AccountStatesOptions;
  readonly #states = new Map<string, AccountState>();

  constructor(options: AccountStatesOptions) {
    this.#options = options;
  }

  account(accountId: string): Account | undefined {
    return this.#options.accounts.get(accountId);
  }

  /** The state of an account, if there is one: nothing may have been loaded, or the account may have signed out. */
  known(accountId: string): AccountState | undefined {
    return this.#states.get(accountId);
  }

  /** The state of an account. Throws ApiError `signedOut`, without effect, where there is no such account. */
  of(accountId: string): AccountState {
    const known = this.#states.get(accountId);
    if (known) return known;
    const account = this.account(accountId);
    if (!account)
      throw new ApiError('signedOut', l10n.t('This account was signed out. Sign in to continue.'), { noEffect: true });
    const { accounts, cache, changed, clock, connect } = this.#options;
    const credential = () => accounts.credential(accountId, account.endpoint.url);
    // Of this state and no other: a rejection may come after a new sign-in.
    const connection = connect(account, credential, () => {
      state.sessionEnded();
    });
    const state: AccountState = new AccountState({
      account,
      connection,
      cache,
      mark: (ref) => this.mark(ref),
      changed,
      now: () => clock.now(),
    });
    this.#states.set(accountId, state);
    return state;
  }

  /** Forgets an account's state. Resolves when nothing of it is being written to the cache any more. */
  drop(accountId: string): Promise<void> | undefined {
    const settled = this.#states.get(accountId)?.drop();
    this.#states.delete(accountId);
    return settled;
  }

  mark(ref: TenantRef): TenantMark {
    return this.#options.marks.get(ref);
  }

  /** A tenant with its mark as it is now: another window may have set one since. Throws ApiError. */
  async tenant(ref: TenantRef): Promise<Tenant> {
    const state = this.of(ref.accountId);
    const known =
      state.tenant(ref.tenantId) ?? (await state.tenants.load()).find((tenant) => tenant.tenantId === ref.tenantId);
    if (!known)
      throw new ApiError(
        'notFound',
        l10n.t('This account no longer has access to the tenant. Refresh the list of tenants.'),
      );
    return { ...known, mark: this.mark(ref) };
  }
}
