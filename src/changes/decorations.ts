import * as vscode from 'vscode';
import { SIGN_SCHEME } from './node';

function decorationOf(sign: string): vscode.FileDecoration | undefined {
  const color = (name: string): vscode.ThemeColor => new vscode.ThemeColor(`cxengage.${name}Foreground`);
  switch (sign) {
    case 'create':
      return new vscode.FileDecoration(
        vscode.l10n.t({ message: 'C', comment: ['Letter for “Create”'] }),
        vscode.l10n.t('Create'),
        color('create'),
      );
    case 'update':
      return new vscode.FileDecoration(
        vscode.l10n.t({ message: 'U', comment: ['Letter for “Update”'] }),
        vscode.l10n.t('Update'),
        color('update'),
      );
    case 'enable':
      return new vscode.FileDecoration(
        vscode.l10n.t({ message: 'E', comment: ['Letter for “Enable”'] }),
        vscode.l10n.t('Enable'),
        color('enable'),
      );
    case 'disable':
      return new vscode.FileDecoration(
        vscode.l10n.t({ message: 'D', comment: ['Letter for “Disable”'] }),
        vscode.l10n.t('Disable'),
        color('disable'),
      );
    case 'differs':
      return new vscode.FileDecoration('≠', vscode.l10n.t('Differs'), color('update'));
    case 'cannot':
      return new vscode.FileDecoration('!', vscode.l10n.t('Not possible'), color('cannot'));
    case 'nothing':
      return new vscode.FileDecoration('·', vscode.l10n.t('No change'), new vscode.ThemeColor('descriptionForeground'));
    case 'production':
      return new vscode.FileDecoration('P', vscode.l10n.t('Production'), color('production'));
    default:
      return undefined;
  }
}

/** Letters and colors of changes: the letter first, so that the color is never the only sign. */
export function changeDecorations(): vscode.FileDecorationProvider {
  return { provideFileDecoration: (uri) => (uri.scheme === SIGN_SCHEME ? decorationOf(uri.query) : undefined) };
}
