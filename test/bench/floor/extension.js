// The least that an extension with a tree and a form can be. npm run bench gives ours as ratios to it.
const { randomBytes } = require('node:crypto');
const vscode = require('vscode');

const ROWS = ['Acme Dev', 'Acme Production', 'Acme Staging', 'Globex Group', 'Hooli Partner', 'Initech', 'Umbrella'];

function page() {
  const nonce = randomBytes(18).toString('base64');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
<title>Floor</title>
</head>
<body><h1>Floor</h1><input data-field="name"><script nonce="${nonce}">document.querySelector('input').focus();</script></body>
</html>`;
}

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.window.registerTreeDataProvider('floor.rows', {
      getChildren: (row) => (row === undefined ? ROWS : []),
      getTreeItem: (row) => new vscode.TreeItem(row, vscode.TreeItemCollapsibleState.Collapsed),
    }),
    vscode.commands.registerCommand('floor.open', () => {
      const panel = vscode.window.createWebviewPanel('floor', 'Floor', vscode.ViewColumn.Active, {
        enableScripts: true,
        localResourceRoots: [],
      });
      panel.webview.html = page();
    }),
  );
};
