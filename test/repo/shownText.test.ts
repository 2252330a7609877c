import assert from 'node:assert/strict';
import { type LintCase, lintCases } from '../support/lintCases';

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
].map((code) => ({
  code,
  inRooms: ['accounts', 'explorer', 'form', 'changes'].map((room): LintCase => [`src/${room}/example.ts`, code]),
}));

const fine = [
  "import * as vscode from 'vscode';",
  'view.description = displayText(name);',
  'if (vscode.window.state.focused) vscode.window.tabGroups.close(tabs);',
  'void vscode.window.showTextDocument(document);',
].map((code): LintCase => ['src/explorer/example.ts', code]);

const bareIds = ['form', 'host'].map((room): LintCase => [
  `src/${room}/example.ts`,
  "void vscode.commands.executeCommand('cxengage.signIn');",
]);
const ownKey: LintCase = [
  'src/explorer/example.ts',
  "void vscode.commands.executeCommand('setContext', 'cxengage.state', 1);",
];
const inHost: LintCase = ['src/host/example.ts', 'vscode.window.setStatusBarMessage(text);'];

describe('lint keeps shown text behind the gate in src/host, and', function () {
  this.timeout(30_000);

  let found: ReadonlyMap<LintCase, readonly string[]>;
  before(() => {
    const cases = [...refused.flatMap(({ inRooms }) => inRooms), ...fine, ...bareIds, ownKey, inHost];
    // The rule that keeps text behind the gate.
    found = lintCases('eslint-js(no-restricted-syntax)', cases);
  });

  for (const { code, inRooms } of refused) {
    it(`refuses: ${code}`, () => {
      for (const each of inRooms) assert.equal(found.get(each)?.length, 1, each[0]);
    });
  }

  for (const each of fine) {
    it(`lets pass: ${each[1]}`, () => {
      assert.deepEqual(found.get(each), []);
    });
  }

  it('refuses the bare id of a command, in features and in host', () => {
    for (const each of bareIds) assert.equal(found.get(each)?.length, 1, each[0]);
    assert.deepEqual(found.get(ownKey), []);
  });

  it('lets host call VS Code', () => {
    assert.deepEqual(found.get(inHost), []);
  });
});
