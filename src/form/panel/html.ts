import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Folders the page may load from: its script and its style, nothing else. */
export function resourceRoots(extension: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist'), vscode.Uri.joinPath(extension, 'media')];
}

/** The page: a shell without content, so that no value is ever part of HTML. */
export function formHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'form.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'form.css'));
  const policy = `default-src 'none'; form-action 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style.toString())}">
<title>${escaped(vscode.l10n.t('Integration'))}</title>
</head>
<body>
<div id="form"></div>
<div id="live" class="visually-hidden" aria-live="assertive"></div>
<script nonce="${nonce}" src="${escaped(script.toString())}"></script>
</body>
</html>`;
}
