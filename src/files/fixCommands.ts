import { findNodeAtOffset, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { rangeOf, valueOfNode } from '../core/base/jsonc';
import { formatSecretReference } from '../core/base/secretReference';
import { proposeSecretName } from '../core/export/fileNames';
import { addTenants } from '../core/export/tenantsFile';
import { hasFileErrors, type FileIssue } from '../core/plan/fileModel';
import { parseTenantsFile } from '../core/plan/tenantsFile';
import type { CommandArguments } from '../host/commandTargets';
import { inputStep } from '../host/multiStepInput';
import { secretNameProblem, secretValueProblem } from '../host/namedSecrets';
import { pickTenant } from '../host/quickPicks';
import type { Services } from '../host/services';
import { INTEGRATION_FILES, namedIn, NOT_SEARCHED, readIntegrationFile } from './fileIndex';
import { isIntegrationFile } from './fileKinds';
import { asUri, distinctUris, tenantsFileOf, toRange } from './places';
import { readText, replaceIn, TOO_LARGE, writeText } from './texts';
import { tenantToName } from './tenantNames';
import { parsedFile } from './parsed';

/** The secrets that files of the window refer to: a value saved under such a name would be theirs too. */
async function namesInFiles(): Promise<ReadonlySet<string>> {
  const found = await vscode.workspace.findFiles(INTEGRATION_FILES, NOT_SEARCHED);
  const open = vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => isIntegrationFile(uri));
  const names = new Set<string>();
  for (const uri of distinctUris([...found, ...open])) {
    const file = await readIntegrationFile(uri);
    for (const name of namedIn(file?.references ?? [])) names.add(name);
  }
  return names;
}

/** @param propose proposes a name that is none of those taken. */
async function askName(
  services: Services,
  propose: (isTaken: (name: string) => boolean) => string,
): Promise<string | undefined> {
  const saved = await services.namedSecrets.list();
  const named = await namesInFiles();
  const answer = await inputStep({
    title: vscode.l10n.t('Move to Secret Storage'),
    prompt: vscode.l10n.t('Name of the secret. Files refer to it by this name.'),
    value: propose((name) => saved.includes(name) || named.has(name)),
    validate: (name) =>
      secretNameProblem(name, saved) ??
      (named.has(name) ? vscode.l10n.t('A file refers to a secret named “{0}” already.', name) : undefined),
  });
  return answer.kind === 'next' ? answer.value : undefined;
}

/** The literal secret at a place of a document, as it is now. */
function literalAt(
  document: vscode.TextDocument,
  offset: number,
): { readonly issue: FileIssue; readonly value: string } {
  const text = document.getText();
  const issue = parsedFile(document).issues.find(
    ({ code, range }) => code === 'literalSecret' && range.offset === offset,
  );
  const root = issue && parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, offset);
  const value = node && valueOfNode(node);
  if (
    !issue ||
    !node ||
    rangeOf(node).length !== issue.range.length ||
    (typeof value !== 'string' && typeof value !== 'number')
  )
    throw new UserError(vscode.l10n.t('The file has changed, or the value is not a text. Try again.'));
  // A number as it is written: a long one would lose digits.
  return { issue, value: typeof value === 'string' ? value : text.slice(node.offset, node.offset + node.length) };
}

/**
 * Stores a secret that a file has in the clear under a name, and leaves a reference in its place.
 * @param args the file's address and the value's offset; never the value.
 */
export async function moveToSecretStorage(services: Services, args: CommandArguments): Promise<void> {
  const uri = asUri(args[0]);
  const offset = args[1];
  if (!uri || typeof offset !== 'number') return;
  const document = await vscode.workspace.openTextDocument(uri);
  const before = literalAt(document, offset);
  services.redactor.register(before.value);
  const { values } = parsedFile(document);
  const { subject = '', alias } = before.issue;
  const name = await askName(services, (isTaken) => proposeSecretName(values.name ?? '', subject, alias, isTaken));
  if (name === undefined) return;
  const { issue, value } = literalAt(document, offset);
  await services.namedSecrets.set(name, value);
  const reference = formatSecretReference({ source: 'secret', name });
  await replaceIn(document, toRange(document, issue.range), JSON.stringify(reference));
  void services.notify.info(
    vscode.l10n.t('Saved as “{0}”. If the value was ever committed, replace it at its service: git keeps it.', name),
  );
}

/** Asks for the value of a secret that files refer to, and stores it. */
export async function saveNamedSecret(services: Services, args: CommandArguments): Promise<void> {
  const [name] = args;
  if (typeof name !== 'string' || secretNameProblem(name) !== undefined) return;
  const answer = await inputStep({
    title: vscode.l10n.t('Save a Secret'),
    prompt: vscode.l10n.t('Value of “{0}”. It is stored in VS Code’s secret storage on this machine.', name),
    value: '',
    password: true,
    validate: secretValueProblem,
  });
  if (answer.kind === 'next') await services.namedSecrets.set(name, answer.value);
}

/**
 * Asks which tenant an alias means and adds it to the tenants file, which is made where there is none. A tenant that has
 * another alias keeps it, and the integration file takes that one.
 */
export async function addTenantToFile(services: Services, args: CommandArguments): Promise<void> {
  const uri = asUri(args[0]);
  const alias = args[1];
  if (!uri || typeof alias !== 'string') return;
  const ref = await pickTenant(services.directory);
  const tenant = ref && services.directory.tenant(ref);
  if (!tenant) return;
  const tenantsFile = tenantsFileOf(uri);
  const existing = await readText(tenantsFile);
  if (existing === TOO_LARGE) throw new UserError(vscode.l10n.t('cxengage.json is too large to be read.'));
  if (existing !== undefined && hasFileErrors(parseTenantsFile(existing).issues))
    throw new UserError(vscode.l10n.t('cxengage.json has errors. Correct them first.'));
  const { text, aliases } = addTenants(existing, [{ ...tenantToName(services.directory, tenant), alias }]);
  const [named] = aliases;
  await writeText(tenantsFile, text);
  if (named === undefined || named === alias) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const target = parsedFile(document).targets.find((each) => each.alias === alias);
  if (target) await replaceIn(document, toRange(document, target.aliasRange), JSON.stringify(named));
  void services.notify.info(
    vscode.l10n.t('{0} has the alias “{1}” already. The file uses it now.', tenant.name, named),
  );
}
