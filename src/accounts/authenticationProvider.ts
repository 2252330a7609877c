import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import type { Account } from '../core/base/account';
import { displayText } from '../core/base/displayText';
import type { AccountChange } from './accountStore';
import type { AccountServices } from './context';

/**
 * The accounts as VS Code's Accounts menu shows them and as other extensions may ask for them; VS Code itself asks the
 * user before it hands a session to another extension. A session's `accessToken` is the CxEngage token, to be sent as
 * `Authorization: Token <token>` (API facts b.1), never the password or the API key's secret.
 */
export class CxEngageAuthenticationProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #services: AccountServices;
  readonly #changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #subscription: vscode.Disposable;
  /** What was told last, since a removed session must be told with its account. */
  readonly #told = new Map<string, vscode.AuthenticationSession>();

  readonly onDidChangeSessions = this.#changed.event;

  constructor(services: AccountServices) {
    this.#services = services;
    for (const account of services.accounts.list()) this.#tell(account);
    this.#subscription = services.accounts.onDidChange((change) => {
      this.#follow(change);
    });
  }

  /**
   * The menu asks without scopes, and often: it gets sessions with an empty token, so that drawing it neither reads the
   * keyring nor calls CxEngage. An extension asks with scopes (an empty list will do) and gets live tokens.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    const wanted = this.#services.accounts
      .list()
      .filter((account) => options.account === undefined || account.id === options.account.id);
    if (scopes === undefined) return wanted.map((account) => sessionOf(account, [], ''));
    const sessions: vscode.AuthenticationSession[] = [];
    for (const account of wanted) {
      try {
        sessions.push(sessionOf(account, scopes, await this.#services.directory.token(account.id)));
      } catch (error) {
        // One account that needs a new sign-in must not hide the others.
        this.#services.log.warn('no session for another extension', {
          account: account.id,
          cause: error instanceof Error ? error.name : 'unknown',
        });
      }
    }
    return sessions;
  }

  /** Asks the user to sign in. Rejects with a cancellation when they give up. */
  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    const { signIn } = await import('./signIn.js');
    const account = await signIn(this.#services);
    if (!account) throw new vscode.CancellationError();
    return sessionOf(account, scopes, await this.#services.directory.token(account.id));
  }

  /** Signs out. VS Code has asked the user already. */
  async removeSession(sessionId: string): Promise<void> {
    const account = this.#services.accounts.get(sessionId);
    if (account?.sandbox) await vscode.commands.executeCommand(COMMANDS.stopSandbox);
    else await this.#services.accounts.remove(sessionId);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #follow({ accountId, change }: AccountChange): void {
    const before = this.#told.get(accountId);
    const account = this.#services.accounts.get(accountId);
    if (!account) {
      this.#told.delete(accountId);
      if (before) this.#changed.fire({ added: undefined, removed: [before], changed: undefined });
      return;
    }
    const session = this.#tell(account);
    if (!before) this.#changed.fire({ added: [session], removed: undefined, changed: undefined });
    else if (change === 'renamed') this.#changed.fire({ added: [session], removed: [before], changed: undefined });
    else this.#changed.fire({ added: undefined, removed: undefined, changed: [session] });
  }

  #tell(account: Account): vscode.AuthenticationSession {
    const session = sessionOf(account, [], '');
    this.#told.set(account.id, session);
    return session;
  }
}

function sessionOf(account: Account, scopes: readonly string[], accessToken: string): vscode.AuthenticationSession {
  return {
    id: account.id,
    accessToken,
    account: { id: account.id, label: displayText(account.label, 120) },
    scopes: [...scopes],
  };
}
