import * as vscode from 'vscode';
import type { Redactor } from '../core/redact';
import type { HostLog } from './log';

export interface ReportServices {
  readonly context: vscode.ExtensionContext;
  readonly log: HostLog;
  readonly redactor: Redactor;
}

/** GitHub takes an issue's text from the address, which is short; the last lines tell the most. */
const REPORTED_LINES = 40;

/**
 * What a report tells beside the reporter's own words: versions and the end of the log, without a secret.
 * @returns Markdown; the log is indented, so that nothing in it can end the block.
 */
export function reportData({ context, log, redactor }: ReportServices): string {
  const manifest: unknown = context.extension.packageJSON;
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  const where = vscode.env.remoteName ?? (vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'local');
  const facts = [
    `- CxEngage Integrations ${version}`,
    `- ${vscode.env.appName} ${vscode.version} (${where})`,
    `- ${process.platform} ${process.arch}, Node ${process.versions.node}`,
  ];
  // Redacted again: a value may have become known as a secret after its line was written.
  const lines = log.recent().slice(-REPORTED_LINES).map((line) => `    ${redactor.redact(line)}`);
  return [...facts, '', 'Log:', '', ...lines].join('\n');
}

/** Opens VS Code's issue reporter with the data of a report. Nothing is sent before the user does it there. */
export async function reportIssue(services: ReportServices): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
    extensionId: services.context.extension.id,
    issueBody: vscode.l10n.t('What did you do, what did you expect, and what happened instead?'),
    data: reportData(services),
  });
}
