import * as vscode from 'vscode';
import { DECORATION_SCHEME } from './treeItem';

function decorationOf(decoration: string): vscode.FileDecoration | undefined {
  switch (decoration) {
    case 'production':
      return new vscode.FileDecoration(
        'P',
        vscode.l10n.t('Production'),
        new vscode.ThemeColor('cxengage.productionForeground'),
      );
    case 'readOnly':
      return new vscode.FileDecoration('R', vscode.l10n.t('Read-only'));
    case 'inactive':
      return new vscode.FileDecoration('⊘', vscode.l10n.t({ message: 'Inactive', comment: ['a tenant'] }));
    case 'disabled':
      return new vscode.FileDecoration('⊘', vscode.l10n.t('Disabled'));
    case 'testFailed':
      return new vscode.FileDecoration(
        '✗',
        vscode.l10n.t('Connection test failed'),
        new vscode.ThemeColor('list.errorForeground'),
      );
    case 'inherited':
      return new vscode.FileDecoration('↑', vscode.l10n.t('Inherited from the parent tenant'));
    default:
      return undefined;
  }
}

/** Letters and colors at the end of rows: shape first, so that the color is never the only decoration. */
export function decorationProvider(): vscode.FileDecorationProvider {
  return { provideFileDecoration: (uri) => (uri.scheme === DECORATION_SCHEME ? decorationOf(uri.query) : undefined) };
}
