import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { DESK, forgetFiles, TENANTS, write } from './filesSupport';

/** Quick fixes of a whole document, of which VS Code asks for the edits of some. */
async function fixesOf(document: vscode.TextDocument, resolved: number): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length)),
    vscode.CodeActionKind.QuickFix.value,
    resolved,
  );
}

describe('Quick fixes of integration files', () => {
  let services: Services;

  before(async () => {
    services = await extensionServices();
    await write('cxengage.json', TENANTS);
  });

  after(() => forgetFiles(services, 'files'));

  /** Waits for the fix that removes a property, ready to be applied. */
  async function removal(document: vscode.TextDocument, name: string): Promise<vscode.CodeAction> {
    let fix: vscode.CodeAction | undefined;
    await eventually(async () => {
      fix = (await fixesOf(document, 100)).find(({ title }) => title === `Remove “${name}”`);
      assert.ok(fix);
    });
    return fix ?? assert.fail();
  }

  it('remove a property with its comma, and leave the comments of others', async () => {
    const cases = [
      ['{\n    "novelty": 1,\n  }', '{}'],
      ['{\n    "username": "u", // ask Ada\n    "novelty": 1,\n  }', '{\n    "username": "u", // ask Ada\n  }'],
      ['{\n    "novelty": 1,\n    // ask Ada\n    "username": "u"\n  }', '{\n    // ask Ada\n    "username": "u"\n  }'],
      ['{\n    "username": "u", // ask Ada\n    "novelty": 1\n  }', '{\n    "username": "u" // ask Ada\n  }'],
    ] as const;
    for (const [index, [before, after]] of cases.entries()) {
      const text = (properties: string): string => DESK.replace(/\{\n {4}"endpoint[^}]*\}"\n {2}\}/u, () => properties);
      const uri = await write(`files/removal-${index}.cxintegration.json`, text(before));
      const document = await vscode.workspace.openTextDocument(uri);
      const { edit } = await removal(document, 'novelty');
      await vscode.workspace.applyEdit(edit ?? assert.fail());
      assert.equal(document.getText(), text(after));
      await document.save();
    }
  });

  it('remove a property when they are chosen in the editor', async () => {
    const text = DESK.replace('"username"', '"novelty": 1,\n    "username"');
    const document = await vscode.workspace.openTextDocument(await write('files/chosen.cxintegration.json', text));
    await removal(document, 'novelty');
    const editor = await vscode.window.showTextDocument(document);
    const place = document.positionAt(text.indexOf('novelty') + 1);
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', apply: 'first' });
    await eventually(() => {
      assert.equal(document.getText(), DESK);
    });
    await document.save();
  });

  it('are offered at once for thousands of properties, with an edit only for the chosen one', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `"novelty${index}": 1,`).join('\n    ');
    const uri = await write(
      'files/many.cxintegration.json',
      DESK.replace('"username"', () => `${many}\n    "username"`),
    );
    const document = await vscode.workspace.openTextDocument(uri);
    await eventually(async () => {
      const before = performance.now();
      const fixes = await fixesOf(document, 1);
      const removals = fixes.filter(({ title }) => title.startsWith('Remove'));
      assert.equal(removals.length, 2000);
      assert.deepEqual([...new Set(removals.slice(1).map(({ edit }) => edit))], [undefined]);
      assert.ok(performance.now() - before < 5000);
    });
  });
});
