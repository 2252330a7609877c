import * as vscode from 'vscode';
import { canTestConnection } from '../core/connectionTest/testConnection';
import { COMMANDS } from '../host/commandIds';
import { isIntegrationFile, isTenantsFile } from './fileKinds';
import { toRange } from './places';
import { parsedFile } from './parsed';

/** *Plan* and *Test* above a file and each of its targets. */
export class FileCodeLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const uri = document.uri.toString();
    const lens = (range: vscode.Range, title: string, command: string, alias?: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command, arguments: alias === undefined ? [uri] : [uri, alias] });
    const top = new vscode.Range(0, 0, 0, 0);
    if (isTenantsFile(document.uri))
      return [lens(top, vscode.l10n.t('Plan All Integration Files'), COMMANDS.planIntegrationFiles)];
    if (!isIntegrationFile(document.uri)) return [];
    const { type, targets } = parsedFile(document);
    if (targets.length === 0) return [];
    const isTestable = type !== undefined && canTestConnection(type);
    return [
      lens(
        top,
        targets.length === 1 ? vscode.l10n.t('Plan') : vscode.l10n.t('Plan All {0} Targets', targets.length),
        COMMANDS.planIntegrationFiles,
      ),
      ...(isTestable
        ? [
            lens(
              top,
              targets.length === 1 ? vscode.l10n.t('Test') : vscode.l10n.t('Test All {0} Targets', targets.length),
              COMMANDS.testIntegrationFile,
            ),
          ]
        : []),
      ...targets.flatMap(({ alias, aliasRange }) => {
        const range = toRange(document, aliasRange);
        return [
          lens(range, vscode.l10n.t('Plan'), COMMANDS.planIntegrationFiles, alias),
          ...(isTestable ? [lens(range, vscode.l10n.t('Test'), COMMANDS.testIntegrationFile, alias)] : []),
        ];
      }),
    ];
  }
}
