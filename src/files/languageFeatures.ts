import * as vscode from 'vscode';
import { INTEGRATION_FILE_ENDING, TENANTS_FILE_NAME } from '../core/export/fileEndings';
import type { Services } from '../host/services';
import { FileChecker } from './checker';
import { FileCodeActions } from './codeActions';
import { FileCodeLenses } from './codeLenses';
import { FileCompletions } from './completion';
import { FileDiagnostics } from './diagnostics';
import { FileIndex } from './fileIndex';
import { FileHovers } from './hover';
import { FileRenames } from './rename';
import { SecretNames } from './secretNames';

/** By name alone, so that the features are there whatever language the user gave these files. */
const SELECTOR: vscode.DocumentSelector = [
  { pattern: `**/*${INTEGRATION_FILE_ENDING}` },
  { pattern: `**/${TENANTS_FILE_NAME}` },
];

/** Starts everything that the editor does for integration files. Called once, when the first such file is open. */
export function startLanguageFeatures(services: Services): FileIndex {
  const { directory, namedSecrets, redactor } = services;
  const index = new FileIndex();
  const names = new SecretNames(namedSecrets);
  const checker = new FileChecker(index, names, directory);
  const sources = [index.onDidChange, names.onDidChange];
  const renames = new FileRenames(services, index);
  services.context.subscriptions.push(
    index,
    names,
    new FileDiagnostics(checker, redactor, { sources, directory }),
    vscode.languages.registerCodeActionsProvider(SELECTOR, new FileCodeActions(checker), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCodeLensProvider(SELECTOR, new FileCodeLenses()),
    vscode.languages.registerCompletionItemProvider(SELECTOR, new FileCompletions(index, names), '"', '$', '{', ':'),
    vscode.languages.registerHoverProvider(SELECTOR, new FileHovers(index, names, directory)),
    vscode.languages.registerReferenceProvider(SELECTOR, renames),
    vscode.languages.registerRenameProvider(SELECTOR, renames),
  );
  return index;
}
