import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

/** What the project's lint says of a line in a file of the explorer, by the rule that keeps text behind the gate. */
async function objections(code: string, filePath = 'src/explorer/example.ts'): Promise<number> {
  const eslint = new ESLint({
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
  });
  const [result] = await eslint.lintText(code, { filePath });
  return result?.messages.length ?? 0;
}

describe('lint keeps shown text behind the gate in src/host, and', function () {
  this.timeout(30_000);

  const refused = [
    'void vscode.window.showInformationMessage(name);',
    'void vscode.window.showQuickPick(items);',
    'void vscode.window.showInputBox({ prompt: name });',
    'const pick = vscode.window.createQuickPick();',
    'const box = vscode.window.createInputBox();',
    'void vscode.window.withProgress({ location, title: name }, task);',
    'vscode.window.setStatusBarMessage(name);',
    'const item = vscode.window.createStatusBarItem();',
    "const panel = vscode.window.createWebviewPanel('form', name, 1);",
    "void vscode.window['showErrorMessage'](name);",
    'const { showErrorMessage } = vscode.window;',
    'const screen = vscode.window;',
    "import { window } from 'vscode';",
    'panel.title = name;',
    'view.description = name;',
  ];
  for (const code of refused) {
    it(`refuses: ${code}`, async () => {
      for (const room of ['accounts', 'explorer', 'form', 'changes'])
        assert.equal(await objections(code, `src/${room}/example.ts`), 1, room);
    });
  }

  const fine = [
    "import * as vscode from 'vscode';",
    'view.description = displayText(name);',
    'if (vscode.window.state.focused) vscode.window.tabGroups.close(tabs);',
    'void vscode.window.showTextDocument(document);',
  ];
  for (const code of fine) {
    it(`lets pass: ${code}`, async () => {
      assert.equal(await objections(code), 0);
    });
  }

  it('refuses the bare id of a command, in features and in host', async () => {
    const code = "void vscode.commands.executeCommand('cxengage.signIn');";
    for (const room of ['form', 'host']) assert.equal(await objections(code, `src/${room}/example.ts`), 1, room);
    assert.equal(await objections("void vscode.commands.executeCommand('setContext', 'cxengage.state', 1);"), 0);
  });

  it('lets host call VS Code', async () => {
    assert.equal(await objections('vscode.window.setStatusBarMessage(text);', 'src/host/example.ts'), 0);
  });
});
