import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { COMMANDS } from './host/commandIds';
import { AccountStore } from './accounts/accountStore';
import { Marks } from './accounts/markStore';
import { registerAccounts } from './accounts/register';
import { ResponseNotes } from './core/api/responseNotes';
import { Directory } from './core/directory/directory';
import { TestResults } from './core/directory/testResults';
import { Redactor } from './core/redact/redactor';
import { type OpenedView, registerExplorer } from './explorer/register';
import { registerChanges } from './changes/register';
import { registerFleet } from './fleet/register';
import { registerFiles } from './files/register';
import { registerForm } from './form/register';
import { registerCommand } from './host/commands';
import { createConnectionFactory } from './host/connection';
import { createDirectoryCache } from './host/directoryCache';
import { createFetch } from './host/fetch';
import { createLog } from './host/log';
import { NamedSecrets } from './host/namedSecrets';
import { createNotifier } from './host/notify';
import { SandboxSamples } from './host/sandboxSamples';
import type { Reports } from './host/reports';
import { SecretStore } from './host/secrets';
import type { Services } from './host/services';
import { createSettings } from './host/settings';
import type { SharedState } from './host/sharedState';

/** What `activate` has registered, and what is filled here. */
export interface Registered {
  readonly context: vscode.ExtensionContext;
  readonly state: SharedState;
  readonly reports: Reports;
  readonly tenants: OpenedView;
}

/** What the registered parts hand their calls to. */
export interface Composed {
  readonly services: Services;
  readonly authentication: vscode.AuthenticationProvider;
  readonly documents: vscode.TextDocumentContentProvider;
  readonly forms: vscode.WebviewPanelSerializer;
}

/** Composition root: builds the parts, in one tick. Whatever is heavy loads on first use. */
export function compose({ context, state, reports, tenants }: Registered): Composed {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const redactor = new Redactor();
  const log = createLog(redactor);
  const notify = createNotifier(log, redactor);
  const settings = createSettings(context);
  const secrets = new SecretStore(context.secrets, log);
  const namedSecrets = new NamedSecrets(secrets, redactor);
  const accounts = new AccountStore(state, secrets, redactor, log);
  const marks = new Marks(state, accounts);
  const fetch = createFetch(settings);
  const notes = new ResponseNotes(log);
  const connect = createConnectionFactory({ fetch, settings, log, notes });
  const directory = new Directory({
    accounts,
    marks,
    cache: createDirectoryCache(context.globalStorageUri, log),
    connect,
    confirm: async (intent) => (await import('./host/confirmWrite.js')).createConfirmWrite(notify)(intent),
    onSecret: (value) => {
      redactor.register(value);
    },
  });
  const services: Services = {
    context,
    commands: new Map(),
    state,
    log,
    notes,
    notify,
    settings,
    redactor,
    secrets,
    namedSecrets,
    samples: new SandboxSamples(),
    directory,
    testResults: new TestResults(),
    fetch,
    reports,
  };
  context.subscriptions.push(log, secrets, namedSecrets, accounts, marks);

  const authentication = registerAccounts(services, { accounts, marks, connect });
  const documents = registerExplorer(services, tenants);
  const forms = registerForm(services);
  registerChanges(services);
  registerFleet(services);
  registerFiles(services);
  registerCommand(services, COMMANDS.showLog, () => {
    log.show();
  });
  registerCommand(services, COMMANDS.reportIssue, async () =>
    (await import('./host/reportIssue.js')).reportIssue(services),
  );
  return { services, authentication, documents, forms };
}
