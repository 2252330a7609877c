import type * as vscode from 'vscode';
import type { FetchFunction } from '../core/api/model';
import type { ResponseNotes } from '../core/api/responseNotes';
import type { DirectoryService } from '../core/directory/service';
import type { TestResults } from '../core/directory/testResults';
import type { Redactor } from '../core/redact/redactor';
import type { CommandHandlers } from './commands';
import type { HostLog } from './log';
import type { NamedSecrets } from './namedSecrets';
import type { Notifier } from './notify';
import type { SandboxSamples } from './sandboxSamples';
import type { Reports } from './reports';
import type { SecretStore } from './secrets';
import type { Settings } from './settings';
import type { State } from './sharedState';

/** The parts every feature gets from the composition root. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly commands: CommandHandlers;
  /** What is kept over windows and sessions; never `context.globalState`, which loses updates. */
  readonly state: State;
  readonly log: HostLog;
  readonly notify: Notifier;
  readonly settings: Settings;
  readonly redactor: Redactor;
  /** Where responses of the API differ from what is known; for a problem report. */
  readonly notes: ResponseNotes;
  readonly secrets: SecretStore;
  readonly namedSecrets: NamedSecrets;
  readonly samples: SandboxSamples;
  readonly directory: DirectoryService;
  /** Results of connection tests: whoever tests records them, views show them. */
  readonly testResults: TestResults;
  /** For calls that do not go to CxEngage (the pre-flight test). */
  readonly fetch: FetchFunction;
  readonly reports: Reports;
}
