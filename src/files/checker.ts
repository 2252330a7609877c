import type * as vscode from 'vscode';
import type { DirectoryService } from '../core/directory/service';
import { checkBesideOthers, checkReferences, unseenReason } from '../core/plan/fileChecks';
import type { FileIssue, FileIssueCode } from '../core/plan/fileModel';
import { misplacedIssue, parseTenantsFile } from '../core/plan/tenantsFile';
import type { FileIndex } from './fileIndex';
import { isIntegrationFile, isTenantsFile } from './fileKinds';
import { isMisplaced, pathOf } from './places';
import type { SecretNames } from './secretNames';
import { parsedFile } from './parsed';

/** VS Code's JSON support reports these by the schemas, in the same place. */
const SCHEMA_REPORTS = new Set<FileIssueCode>([
  'syntax',
  'wrongType',
  'missing',
  'unknownKey',
  'duplicateKey',
  'unknownType',
  'unknownProperty',
  'badAlias',
]);

/** Says what is wrong with an open document, from what is known: it asks no server and waits for nothing. */
export class FileChecker {
  readonly #index: FileIndex;
  readonly #names: SecretNames;
  readonly #directory: DirectoryService;

  constructor(index: FileIndex, names: SecretNames, directory: DirectoryService) {
    this.#index = index;
    this.#names = names;
    this.#directory = directory;
  }

  /** Everything, also what the schemas report: quick fixes are offered for all of it. What several targets share is said once. */
  issuesOf(document: vscode.TextDocument): readonly FileIssue[] {
    const all = isIntegrationFile(document.uri)
      ? this.#ofIntegrationFile(document)
      : isTenantsFile(document.uri)
        ? this.#ofTenantsFile(document)
        : [];
    return [...new Map(all.map((issue) => [`${issue.range.offset}/${issue.code}/${issue.message}`, issue])).values()];
  }

  /** What only this extension can say. */
  ownIssuesOf(document: vscode.TextDocument): readonly FileIssue[] {
    return this.issuesOf(document).filter(({ code }) => !SCHEMA_REPORTS.has(code));
  }

  #ofIntegrationFile(document: vscode.TextDocument): readonly FileIssue[] {
    const { uri } = document;
    const file = parsedFile(document);
    const tenants = this.#index.tenantsFor(uri);
    const unseen = file.targets.flatMap(({ alias, aliasRange }): FileIssue[] => {
      const entry = tenants.tenants.get(alias);
      const message = entry && unseenReason(entry, this.#directory);
      return message === undefined
        ? []
        : [{ code: 'unknownTenant', severity: 'warning', message, range: aliasRange, alias }];
    });
    return [
      ...file.issues,
      ...checkBesideOthers(pathOf(uri), file, this.#index.ownersFor(uri), tenants),
      ...checkReferences(file, (reference) => this.#names.has(reference) ?? true),
      ...unseen,
    ];
  }

  #ofTenantsFile(document: vscode.TextDocument): readonly FileIssue[] {
    if (isMisplaced(document.uri)) return [misplacedIssue()];
    const { tenants, issues } = parseTenantsFile(document.getText());
    const unseen = [...tenants.values()].flatMap((entry): FileIssue[] => {
      const message = unseenReason(entry, this.#directory);
      return message === undefined
        ? []
        : [{ code: 'unknownTenant', severity: 'warning', message, range: entry.tenantIdRange, alias: entry.alias }];
    });
    return [...issues, ...unseen];
  }
}
