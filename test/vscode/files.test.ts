import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { own } from '../../src/core/base/json';
import { parseIntegrationFile } from '../../src/core/plan/integrationFile';
import { FileCompletions } from '../../src/files/completion';
import { FileIndex, readIntegrationFile } from '../../src/files/fileIndex';
import { moveToSecretStorage } from '../../src/files/fixCommands';
import { readPlanRequest } from '../../src/files/plan';
import { SecretNames } from '../../src/files/secretNames';
import { writeText } from '../../src/files/texts';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/hostCleanup';
import { extensionServices } from './accountsSupport';
import {
  CANARY,
  at,
  write,
  read,
  ownDiagnostics,
  codesOf,
  forgetFiles,
  hoverWords,
  answering,
  dismissing,
  DESK,
  TENANT_ID,
  TENANTS,
} from './filesSupport';

describe('Integration files in the editor', () => {
  let services: Services;

  before(async () => {
    services = await extensionServices();
  });

  afterEach(() => forgetFiles(services, 'files'));

  it('say what no schema can, at its place, and follow what is saved and changed meanwhile', async () => {
    await write('cxengage.json', TENANTS);
    await write('files/other.cxintegration.json', DESK);
    const uri = await write('files/desk.cxintegration.json', DESK);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually(() => {
      assert.deepEqual(codesOf(uri), ['sameName', 'sameName', 'unknownAlias', 'unknownSecret']);
    });
    const advice = ownDiagnostics(uri).find(({ code }) => typeof code === 'object' && code.value === 'rule');
    assert.equal(document.getText(advice?.range), '"${secret:desk-password}"');
    const unknown = ownDiagnostics(uri).find(({ code }) => code === 'unknownSecret');
    assert.equal(document.getText(unknown?.range), '"${secret:desk-password}"');
    await services.namedSecrets.set('desk-password', CANARY);
    await vscode.workspace.fs.delete(at('files/other.cxintegration.json'));
    await write('cxengage.json', TENANTS.replace('{ "dev"', `{ "prod": { "tenantId": "${TENANT_ID}" }, "dev"`));
    await eventually(() => {
      assert.deepEqual(codesOf(uri), []);
    });
    const words = await hoverWords(document, 'desk-password');
    assert.match(words, /Saved secret \*\*desk/);
    assert.ok(!words.includes(CANARY));
    // VS Code's own support for JSON reads the schemas in a process of its own, and may still be starting.
    await eventually(async () => {
      assert.match(await hoverWords(document, 'endpointPrefix'), /zendesk\.com/);
    });
  });

  it('offer to plan and test, and quick fixes that leave nothing to fix', async () => {
    await write('cxengage.json', TENANTS);
    const text = DESK.replace('"zendesk"', '"Zendesk"').replace('"username"', '"novelty": 1,\n    "username"');
    const uri = await write('files/edited.cxintegration.json', text);
    const document = await vscode.workspace.openTextDocument(uri);
    const fixAt = async (place: string, title: RegExp): Promise<vscode.CodeAction> => {
      let fix: vscode.CodeAction | undefined;
      await eventually(async () => {
        const at = document.positionAt(document.getText().indexOf(place) + 1);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          new vscode.Range(at, at),
          vscode.CodeActionKind.QuickFix.value,
          100,
        );
        fix = actions.find((each) => title.test(each.title));
        assert.ok(fix, actions.map((each) => each.title).join());
      });
      return fix ?? assert.fail();
    };
    const apply = async ({ edit }: vscode.CodeAction): Promise<void> => {
      await vscode.workspace.applyEdit(edit ?? assert.fail());
    };
    await apply(await fixAt('"Zendesk"', /^Change to “zendesk”$/));
    await apply(await fixAt('"novelty"', /^Remove “novelty”$/));
    assert.equal(document.getText(), DESK);
    const unsaved = await fixAt('"${secret:', /^Save a Secret Named “desk-password”…$/);
    assert.deepEqual(unsaved.command?.arguments, ['desk-password']);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
    assert.deepEqual(
      lenses.map(({ command, range }) => [range.start.line, command?.title]),
      [
        [0, 'Plan All 2 Targets'],
        [0, 'Test All 2 Targets'],
        [9, 'Plan'],
        [9, 'Test'],
        [9, 'Plan'],
        [9, 'Test'],
      ],
    );
    await document.save();
  });

  it('are a diagnostic and no hang when they are huge, deep or hostile', async () => {
    await write('cxengage.json', TENANTS);
    const texts = {
      huge: `{ "type": "zendesk", "name": "${'x'.repeat(5_000_000)}" }`,
      deep: `{ "type": "zendesk", "name": "Deep", "properties": ${'['.repeat(50_000)}`,
      proto: '{ "__proto__": { "type": "zendesk" }, "constructor": 1, "name": "x", "targets": { "__proto__": {} } }',
      long: DESK.replace('"Desk"', JSON.stringify('N'.repeat(50_000))),
    };
    const uris = new Map<string, vscode.Uri>();
    for (const [name, text] of Object.entries(texts))
      uris.set(name, await write(`files/${name}.cxintegration.json`, text));
    const index = new FileIndex();
    const names = new SecretNames(services.namedSecrets);
    const codes = { huge: 'tooLarge', deep: 'tooDeep', proto: 'badAlias', long: 'rule' };
    for (const [name, uri] of uris) {
      const document = await vscode.workspace.openTextDocument(uri);
      await eventually(() => {
        const found = ownDiagnostics(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
        const isOurs = found.includes(own(codes, name) ?? '');
        assert.ok(isOurs || name === 'proto', `${name}: ${found.join()}`);
      });
      // Asked directly: VS Code's own support for JSON takes seconds over such a file, in a process of its own.
      const completions = new FileCompletions(index, names);
      const position = document.positionAt(40_000);
      assert.deepEqual(await completions.provideCompletionItems(document, position), [], name);
      assert.ok(!('type' in Object.prototype));
    }
    index.dispose();
    names.dispose();
    const { desired } = await readPlanRequest(services, []);
    assert.deepEqual(
      desired.map(({ cannot, target }) => cannot?.code ?? (target.kind === 'unknown' ? target.cannot.code : '')),
      ['fileErrors', 'fileErrors', 'noAccount', 'unknownAlias', 'fileErrors'],
    );
  });

  it('are read and written in the encoding that the settings name, and else told from text', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    await write('cxengage.json', TENANTS);
    const latin = DESK.replace('"Desk"', '"Büro"');
    const uri = at('files/latin.cxintegration.json');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(latin, 'latin1'));
    const undecoded = await readIntegrationFile(uri);
    assert.deepEqual(
      undecoded?.issues.filter(({ code }) => code === 'encoding').map(({ range }) => range),
      [{ offset: latin.indexOf('ü'), length: 1 }],
    );
    const { desired } = await readPlanRequest(services, []);
    assert.ok(desired.length > 0 && desired.every(({ cannot }) => cannot?.code === 'fileErrors'));

    await settings.update('encoding', 'windows1252');
    try {
      const file = await readIntegrationFile(uri);
      assert.deepEqual([file?.values.name, file?.issues.filter(({ code }) => code === 'encoding')], ['Büro', []]);
      await writeText(uri, latin.replace('Büro', 'Büros'));
      const bytes = Buffer.from(await vscode.workspace.fs.readFile(uri));
      assert.equal(bytes.toString('latin1'), latin.replace('Büro', 'Büros'));
    } finally {
      await settings.update('encoding', undefined);
    }
  });

  it('that are no text at all have an error in place of values', async () => {
    const uri = at('files/binary.cxintegration.json');
    await vscode.workspace.fs.writeFile(
      uri,
      Uint8Array.from({ length: 600 }, (_each, index) => (index * 7) % 256),
    );
    const file = await readIntegrationFile(uri);
    assert.ok(file?.issues.some(({ severity }) => severity === 'error'));
  });

  it('move a literal secret to Secret Storage, and to nowhere else', async () => {
    await write('cxengage.json', TENANTS);
    const uri = await write('files/literal.cxintegration.json', DESK.replace('${secret:desk-password}', CANARY));
    const document = await vscode.workspace.openTextDocument(uri);
    await eventually(() => {
      assert.ok(codesOf(uri).includes('literalSecret'));
    });
    const literal = ownDiagnostics(uri).find(({ code }) => code === 'literalSecret');
    assert.ok(literal && !JSON.stringify(ownDiagnostics(uri)).includes(CANARY));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      literal.range,
    );
    const fix = actions.find(({ command }) => command?.command === 'cxengage.moveToSecretStorage');
    assert.ok(fix && !JSON.stringify(fix).includes(CANARY));
    const input = answering((proposed) => proposed);
    try {
      const args: unknown[] = fix.command?.arguments ?? [];
      await moveToSecretStorage(services, args);
    } finally {
      input.restore();
    }
    assert.equal(await services.namedSecrets.get('desk-password'), CANARY);
    assert.match(document.getText(), /"password": "\$\{secret:desk-password\}"/);
    assert.equal(await read(uri), document.getText());
  });

  it('move a secret that is written as a number with all its digits', async () => {
    const text = DESK.replace('"${secret:desk-password}"', '12345678901234567890');
    // A file of its own: of one that was deleted just now, VS Code may still hold the text.
    const uri = await write('files/digits.cxintegration.json', text);
    const input = answering(() => 'digits');
    try {
      await moveToSecretStorage(services, [uri.toString(), text.indexOf('12345')]);
    } finally {
      input.restore();
    }
    assert.equal(await services.namedSecrets.get('digits'), '12345678901234567890');
  });

  it('never move a literal secret to a name that another file refers to, though nothing is saved under it', async () => {
    await write('files/customer.cxintegration.json', DESK);
    const text = DESK.replace('${secret:desk-password}', CANARY);
    const uri = await write('files/namesake.cxintegration.json', text);
    const move = async (): Promise<void> => moveToSecretStorage(services, [uri.toString(), text.indexOf(`"${CANARY}`)]);
    const typing = answering(() => 'desk-password');
    try {
      const moving = move();
      // The box stays open over what was typed; nothing is saved until it goes away.
      await eventually(() => {
        assert.match(typing.validationMessage(), /desk-password/);
      });
      await dismissing(moving);
    } finally {
      typing.restore();
    }
    assert.deepEqual(await services.namedSecrets.list(), []);
    const proposed = answering((name) => name);
    try {
      await move();
    } finally {
      proposed.restore();
    }
    assert.deepEqual(await services.namedSecrets.list(), ['desk-password-2']);
  });

  it('outside the workspace, where nothing is watched, have their tenants file read again with them', async () => {
    const temporary = temporaryFolder('loose');
    const folder = vscode.Uri.file(temporary.path);
    const writeLoose = async (name: string, text: string): Promise<vscode.Uri> => {
      const uri = vscode.Uri.joinPath(folder, name);
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      return uri;
    };
    await writeLoose('cxengage.json', TENANTS);
    const uri = await writeLoose('desk.cxintegration.json', DESK);
    const index = new FileIndex();
    const aliases = (): string => [...index.tenantsFor(uri).tenants.keys()].join();
    try {
      const editor = await vscode.window.showTextDocument(uri);
      await eventually(() => {
        assert.equal(aliases(), 'dev');
      });
      await writeLoose('cxengage.json', TENANTS.replace('"dev"', '"test"'));
      await editor.insertSnippet(new vscode.SnippetString('\n'), new vscode.Position(0, 0));
      await eventually(() => {
        assert.equal(aliases(), 'test');
      });
    } finally {
      index.dispose();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      temporary.remove();
    }
  });

  it('complete references by their names, and aliases that are not used yet', async () => {
    await services.namedSecrets.set('acme-zendesk', CANARY);
    await write('cxengage.json', TENANTS);
    const text = DESK.replace('${secret:desk-password}', '').replace('"dev": {}, ', '"": {}, ');
    // A file of its own: of one that was deleted just now, VS Code may still hold the text.
    const uri = await write('files/completed.cxintegration.json', text);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), text);
    const labelsAt = async (before: string): Promise<readonly string[]> => {
      const position = document.positionAt(text.indexOf(before) + before.length);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      assert.ok(!JSON.stringify(items).includes(CANARY));
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    await eventually(async () => {
      assert.ok((await labelsAt('"password": "')).includes('"${secret:acme-zendesk}"'));
      assert.ok((await labelsAt('"targets": { "')).includes('"dev"'));
    });
    assert.ok(!(await labelsAt('"username": "')).some((label) => label.includes('secret:')));
    // Names of properties come from the schema, by VS Code's own support for JSON.
    await eventually(async () => {
      assert.ok((await labelsAt('"properties": {')).some((label) => label.includes('interactionFieldId')));
    });
    const empty = await write('files/new.cxintegration.json', '');
    await vscode.workspace.openTextDocument(empty);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      empty,
      new vscode.Position(0, 0),
    );
    const template = items.find(({ label }) => label === 'Zendesk Integration');
    assert.ok(template?.insertText instanceof vscode.SnippetString);
    const editor = await vscode.window.showTextDocument(empty);
    await editor.insertSnippet(template.insertText);
    const made = parseIntegrationFile(editor.document.getText());
    assert.deepEqual(
      made.issues.filter(({ severity, code }) => severity === 'error' && code !== 'rule'),
      [],
    );
    assert.deepEqual(
      made.references.map(({ property }) => property),
      ['password'],
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('begin with a reference to a secret of their own, where other files and saved secrets have the names', async () => {
    const ofType = DESK.replace('desk-password', 'zendesk-password');
    await write('files/first.cxintegration.json', ofType);
    await services.namedSecrets.set('zendesk-password-2', CANARY);
    const uri = await write('files/second.cxintegration.json', '');
    await vscode.workspace.openTextDocument(uri);
    const proposed = async (): Promise<string> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        new vscode.Position(0, 0),
      );
      const { insertText } = items.find(({ label }) => label === 'Zendesk Integration') ?? assert.fail();
      assert.ok(insertText instanceof vscode.SnippetString);
      return /secret:\$\{\d+:([^}]*)/u.exec(insertText.value)?.[1] ?? '';
    };
    await eventually(async () => {
      assert.equal(await proposed(), 'zendesk-password-3');
    });
  });

  it('rename an alias in all files and the tenants file, and a secret in all files', async () => {
    const tenants = await write('cxengage.json', TENANTS);
    const other = await write('files/other.cxintegration.json', DESK.replace('"Desk"', '"Other"'));
    const uri = await write('files/shown.cxintegration.json', DESK);
    const document = await vscode.workspace.openTextDocument(uri);
    const rename = async (what: string, to: string): Promise<void> => {
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        document.positionAt(document.getText().indexOf(what) + 1),
        to,
      );
      await vscode.workspace.applyEdit(edit);
      // `saveAll` saves what is in an editor; these documents are in none.
      for (const each of vscode.workspace.textDocuments) if (each.isDirty) await each.save();
    };
    await eventually(async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        uri,
        document.positionAt(document.getText().indexOf('"dev"') + 2),
      );
      assert.equal(found.length, 3);
    });
    await rename('dev"', 'staging');
    await rename('desk-password', 'team-password');
    assert.match(await read(tenants), /"staging": \{ "tenantId"/);
    for (const each of [uri, other]) {
      assert.equal(
        await read(each),
        DESK.replace('"dev"', '"staging"')
          .replace('desk-password', 'team-password')
          .replace('"Desk"', each === other ? '"Other"' : '"Desk"'),
      );
    }
  });
});
