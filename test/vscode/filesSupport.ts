// What the tests of integration files share.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { exportIntegrationFiles } from '../../src/files/export';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';

export const CANARY = 'cnry-9f31-secret-of-a-file';

export function root(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace folder');
}

export function at(path: string): vscode.Uri {
  return vscode.Uri.joinPath(root(), path);
}

export async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  return at(path);
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export function ownDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'CxEngage');
}

export function codesOf(uri: vscode.Uri): readonly unknown[] {
  return ownDiagnostics(uri)
    .map(({ code }) => (typeof code === 'object' ? code.value : code))
    .filter((code) => code !== 'rule')
    .sort();
}

/** All that hovers say at a place: ours and those of VS Code's own support for JSON. */
export async function hoverWords(document: vscode.TextDocument, place: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(place) + 2),
  );
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')).join('\n');
}

/** Exports what is selected, with every answer as it is proposed. */
export async function exportAsProposed(services: Services, targets: readonly object[]): Promise<void> {
  const input = answering((proposed) => proposed);
  try {
    await exportIntegrationFiles(services, [targets[0], targets]);
  } finally {
    input.restore();
  }
}

/** Does something, with `meanwhile` done each time that the names of saved secrets are listed. */
export async function whileListing(
  { namedSecrets }: Services,
  meanwhile: () => Promise<void>,
  act: () => Promise<void>,
): Promise<void> {
  const list = namedSecrets.list.bind(namedSecrets);
  const listing: typeof list = async () => {
    await meanwhile();
    return list();
  };
  Object.assign(namedSecrets, { list: listing });
  try {
    await act();
  } finally {
    Object.assign(namedSecrets, { list });
  }
}

/** Closes all editors, and deletes the tenants file, a folder and all named secrets. */
export async function forgetFiles({ namedSecrets }: Services, folder: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const name of ['cxengage.json', folder])
    await vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);
  for (const name of await namedSecrets.list()) await namedSecrets.delete(name);
}

/** Takes back what an export leaves in the workspace and in VS Code. */
export async function forgetExported(services: Services): Promise<void> {
  await forgetFiles(services, 'integrations');
  await services.context.workspaceState.update('cxengage.secretUses', undefined);
}

/** Accepts every input box with what `answer` makes of the value it proposes. `validationMessage` is what the last one says of that. */
export function answering(answer: (proposed: string) => string): { restore(): void; validationMessage(): string } {
  let validationMessage = (): string => '';
  const real = vscode.window.createInputBox;
  Object.assign(vscode.window, {
    createInputBox: () => {
      const box = real.call(vscode.window);
      const accepted = new vscode.EventEmitter<void>();
      const show = box.show.bind(box);
      Object.defineProperty(box, 'onDidAccept', { value: accepted.event });
      box.show = () => {
        show();
        box.value = answer(box.value);
        accepted.fire();
      };
      validationMessage = () =>
        typeof box.validationMessage === 'string' ? box.validationMessage : (box.validationMessage?.message ?? '');
      return box;
    },
  });
  return {
    validationMessage: () => validationMessage(),
    restore: () => {
      Object.assign(vscode.window, { createInputBox: real });
    },
  };
}

/** Closes questions until `done` has ended: one may open late, and closing before that does nothing. */
export async function dismissing(done: Promise<unknown>): Promise<void> {
  let isDone = false;
  const ended = done.finally(() => {
    isDone = true;
  });
  await eventually(async () => {
    if (!isDone) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.ok(isDone, 'a question is open');
  });
  await ended;
}

export const DESK = `{
  // the desk
  "type": "zendesk",
  "name": "Desk",
  "properties": {
    "endpointPrefix": "https://acme.zendesk.com/api/v2",
    "username": "ada@acme.example/token",
    "password": "\${secret:desk-password}"
  },
  "targets": { "dev": {}, "prod": { "active": false } }
}
`;
export const TENANT_ID = '11111111-2222-4333-8444-555555555555';
export const TENANTS = `{ "tenants": { "dev": { "tenantId": "${TENANT_ID}" } } }\n`;
