import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ResponseNotes } from '../core/api/responseNotes';
import type { Redactor } from '../core/redact/redactor';
import type { HostLog } from './log';

export interface ReportServices {
  readonly context: vscode.ExtensionContext;
  readonly log: HostLog;
  readonly redactor: Redactor;
  readonly notes: ResponseNotes;
}

const Manifest = v.object({ version: v.string(), bugs: v.object({ url: v.string() }) });

/** The last lines tell the most. */
const REPORTED_LINES = 40;
/** What GitHub takes as a new issue's text in an address, encoded. */
const ADDRESS_LIMIT = 6000;

function facts(version: string): readonly string[] {
  const where = vscode.env.remoteName ?? (vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'local');
  return [
    `- CxEngage Integrations ${version}`,
    `- ${vscode.env.appName} ${vscode.version} (${where})`,
    `- ${process.platform} ${process.arch}, Node ${process.versions.node}`,
  ];
}

/**
 * What a report tells beside the reporter's own words: versions, where responses of the API differ from what is known, and the
 * end of the log, without a secret.
 * @param limit how long the text may be when encoded for an address; the oldest lines of the log give way.
 * @returns Markdown; the log is indented, so that nothing in it can end the block.
 */
export function reportData(
  { context, log, redactor, notes }: ReportServices,
  limit = Number.POSITIVE_INFINITY,
): string {
  const { version } = v.parse(Manifest, context.extension.packageJSON);
  // Redacted again: a value may have become known as a secret after its line was written.
  const lines = log
    .recent()
    .slice(-REPORTED_LINES)
    .map((line) => `    ${redactor.redact(line)}`);
  const differences = notes.all.map((note) => `    ${redactor.redact(note)}`);
  for (;;) {
    const responses = differences.length === 0 ? [] : ['', 'Responses:', '', ...differences];
    const text = [...facts(version), ...responses, '', 'Log:', '', ...lines].join('\n');
    if (encodeURIComponent(text).length <= limit) return text;
    if (lines.shift() === undefined && differences.pop() === undefined) return text;
  }
}

/**
 * Opens VS Code's issue reporter with the data of a report. In a browser that reporter takes no data, so GitHub's own
 * page is opened with it instead. Nothing is sent before the user does it there.
 */
export async function reportIssue(services: ReportServices): Promise<void> {
  const { extension } = services.context;
  const question = vscode.l10n.t('What did you do, what did you expect, and what happened instead?');
  if (vscode.env.uiKind === vscode.UIKind.Web) {
    const { bugs } = v.parse(Manifest, extension.packageJSON);
    const body = `${question}\n\n\n${reportData(services, ADDRESS_LIMIT)}`;
    // As text: an address made into a Uri would be encoded a second time.
    await vscode.commands.executeCommand('vscode.open', `${bugs.url}/new?body=${encodeURIComponent(body)}`);
    return;
  }
  await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
    extensionId: extension.id,
    issueBody: question,
    data: reportData(services),
  });
}
