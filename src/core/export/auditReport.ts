import * as l10n from '@vscode/l10n';
import { compareNames } from '../base/compareNames';
import { markdownRow, oneLine } from '../base/displayText';
import { own } from '../base/json';
import { mapInSlices } from '../base/timeSlicer';
import { adviceFor, usesZendeskToken, type Advice } from '../catalog/advice';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import { storedKeys } from '../directory/hiddenKeys';
import type { Integration } from '../directory/model';

/** An integration and the tenant it was read from. */
export interface AuditEntry {
  readonly tenantName: string;
  readonly integration: Integration;
}

export interface AuditInput {
  /** Made with `auditRow` while other tenants are still read. */
  readonly rows: readonly AuditRow[];
  /** Tenants whose integrations were read. */
  readonly tenantCount: number;
  /** Accounts, tenants and integrations that could not be read, and why. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One integration as a report says it. */
export interface AuditRow extends AuditEntry {
  readonly typeLabel: string;
  readonly host: string;
  readonly user: string;
  readonly authentication: string;
  readonly state: string;
  readonly advice: readonly Advice[];
  /** Its line in the table of all integrations. */
  readonly line: string;
}

/** Longest text of a cell, in characters. */
const MAX_CELL = 500;

/** How an integration signs in at its service, as far as that shows without a secret. */
function authenticationOf({ type: id, properties, secrets }: Integration): string {
  const type = integrationType(id, properties, secrets);
  const values = type.toValues(properties, secrets);
  const choice = type.fields.find(({ formOnly, options }) => formOnly === true && options !== undefined);
  const option = choice?.options?.find(({ value }) => value === own(values, choice.key));
  if (option) return option.label;
  const { username } = properties;
  if (id === 'zendesk' && typeof username === 'string')
    return usesZendeskToken(username) ? l10n.t('API token') : l10n.t('Password');
  const labels = storedKeys({ secrets }).map((key) => fieldLabel(type, key));
  return labels.length === 0 ? l10n.t('None') : labels.join(', ');
}

/** What a report says of an integration. */
export function auditRow({ tenantName, integration }: AuditEntry): AuditRow {
  const type = integrationType(integration.type);
  const { host = '', user = '' } = type.describe(integration.properties);
  const authentication = authenticationOf(integration);
  const state = integration.active ? l10n.t('active') : l10n.t('disabled');
  const advice = adviceFor(integration);
  const line = markdownRow([
    tenantName,
    type.label,
    integration.name,
    host,
    user,
    authentication,
    state,
    moment(integration.created, integration.createdBy),
    moment(integration.updated, integration.updatedBy),
    deadlines(advice),
  ]);
  return { tenantName, integration, typeLabel: type.label, host, user, authentication, state, advice, line };
}

function compareRows(a: AuditRow, b: AuditRow): number {
  return compareNames(a.tenantName, b.tenantName) || compareNames(a.integration.name, b.integration.name);
}

/** The rows of a report, by tenant and name. */
function sorted(rows: readonly AuditRow[]): readonly AuditRow[] {
  return [...rows].sort(compareRows);
}

function tableHead(head: readonly string[]): readonly string[] {
  return [markdownRow(head), `|${' --- |'.repeat(head.length)}`];
}

async function table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<readonly string[]> {
  return [...tableHead(head), ...(await mapInSlices(rows, markdownRow))];
}

function day(time: string | undefined): string {
  return time?.slice(0, 10) ?? '';
}

function moment(time: string | undefined, by: string | undefined): string {
  return [day(time), by ?? ''].filter((part) => part !== '').join(' · ');
}

/** The phrases of deadlines, e.g. "ends February 20, 2027". */
function deadlines(advice: readonly Advice[]): string {
  return advice.flatMap(({ deadline }) => (deadline ? [deadline.phrase] : [])).join(', ');
}

/** What stops working, the nearest deadline first; under each what it is about. */
async function endings(rows: readonly AuditRow[]): Promise<readonly string[]> {
  const found = new Map<string, { readonly advice: Advice; readonly rows: AuditRow[] }>();
  for (const row of rows) {
    for (const advice of row.advice) {
      if (!advice.deadline) continue;
      const group = found.get(advice.id) ?? { advice, rows: [] };
      group.rows.push(row);
      found.set(advice.id, group);
    }
  }
  const groups = [...found.values()].sort((a, b) =>
    (a.advice.deadline?.date ?? '').localeCompare(b.advice.deadline?.date ?? ''),
  );
  const head = [l10n.t('Tenant'), l10n.t('Integration'), l10n.t('Host'), l10n.t('User'), l10n.t('State')];
  const lines: string[] = [];
  for (const { advice, rows: about } of groups) {
    const label = integrationType(about[0]?.integration.type ?? '').label;
    const cells = about.map(({ tenantName, integration, host, user, state }) => [
      tenantName,
      integration.name,
      host,
      user,
      state,
    ]);
    lines.push(
      `## ${l10n.t('{0}: {1} ({2})', label, deadlines([advice]), about.length)}`,
      '',
      `${advice.text} [${advice.source.title}](${advice.source.url})`,
      '',
      ...(await table(head, cells)),
      '',
    );
  }
  return lines;
}

async function unreadLines({ unread }: AuditInput): Promise<readonly string[]> {
  if (unread.length === 0) return [];
  const rows = unread.map(({ name, reason }) => [name, reason]);
  return [`## ${l10n.t('Could not be read')}`, '', ...(await table([l10n.t('Name'), l10n.t('Reason')], rows)), ''];
}

/**
 * Integrations with their host, user, state, who changed them, and what of them ends, as Markdown. Holds no secret and
 * nothing about one but that it is there, and no server's markup.
 */
export async function auditMarkdown(input: AuditInput): Promise<string> {
  const rows = sorted(input.rows);
  const head = [
    l10n.t('Tenant'),
    l10n.t('Type'),
    l10n.t('Integration'),
    l10n.t('Host'),
    l10n.t('User'),
    l10n.t('Authentication'),
    l10n.t('State'),
    l10n.t('Created'),
    l10n.t('Updated'),
    l10n.t('Advice'),
  ];
  return [
    `# ${l10n.t('Integration audit')}`,
    '',
    l10n.t('{0}. Integrations: {1}. Tenants: {2}.', new Date(input.at).toISOString(), rows.length, input.tenantCount),
    '',
    ...(await unreadLines(input)),
    ...(await endings(rows)),
    `## ${l10n.t('All integrations')}`,
    '',
    ...tableHead(head),
    ...rows.map(({ line }) => line),
    '',
  ].join('\n');
}

/** A cell of a CSV file, as RFC 4180 quotes it. One that a spreadsheet would take for a formula gets an apostrophe. */
function csvCell(text: string): string {
  const flat = oneLine(text, MAX_CELL);
  const safe = /^[=+\-@|%＝＋－＠]/u.test(flat) ? `'${flat}` : flat;
  return `"${safe.replaceAll('"', '""')}"`;
}

/**
 * The same as CSV (RFC 4180, UTF-8), with IDs and whole times. What could not be read is at the end, with its reason under
 * *Advice*.
 */
export async function auditCsv(input: AuditInput): Promise<string> {
  const { unread } = input;
  const rows = sorted(input.rows);
  const head = [
    l10n.t('Tenant'),
    l10n.t('Tenant ID'),
    l10n.t('Type'),
    l10n.t('Integration'),
    l10n.t('Integration ID'),
    l10n.t('Host'),
    l10n.t('User'),
    l10n.t('Authentication'),
    l10n.t('State'),
    l10n.t('Created'),
    l10n.t('Created by'),
    l10n.t('Updated'),
    l10n.t('Updated by'),
    l10n.t('Deadline'),
    l10n.t('Advice'),
  ];
  const lines = rows.map(({ tenantName, integration, host, user, authentication, state, advice }) => [
    tenantName,
    integration.tenantId,
    integration.type,
    integration.name,
    integration.integrationId,
    host,
    user,
    authentication,
    state,
    integration.created ?? '',
    integration.createdBy ?? '',
    integration.updated ?? '',
    integration.updatedBy ?? '',
    advice.flatMap(({ deadline }) => (deadline ? [deadline.date] : [])).join(', '),
    deadlines(advice),
  ]);
  const failed = unread.map(({ name, reason }) => [
    name,
    ...Array.from({ length: 7 }, () => ''),
    l10n.t('could not be read'),
    ...Array.from({ length: 5 }, () => ''),
    reason,
  ]);
  return (await mapInSlices([head, ...lines, ...failed], (cells) => `${cells.map(csvCell).join(',')}\r\n`)).join('');
}
