import * as l10n from '@vscode/l10n';
import { endpointOfFile } from '../api/endpointUrl';
import type { FileIssue, TenantEntry, TenantsFile } from './fileModel';
import { report, uniqueProperties } from './fileReader';
import { ALIAS } from './integrationFile';
import { rangeOf, valueOfNode, type JsoncProperty } from '../base/jsonc';
import { isUuid } from '../base/uuid';
import { parseJsonc } from './jsoncDocument';

const FILE_KEYS = new Set(['$schema', 'tenants']);
const ENTRY_KEYS = new Set(['tenantId', 'endpoint', 'production']);

interface Reader {
  readonly issues: FileIssue[];
}

function readEntry(
  { key: alias, keyRange: aliasRange, value: node }: JsoncProperty,
  reader: Reader,
): TenantEntry | undefined {
  if (!ALIAS.test(alias)) {
    report(reader, 'badAlias', l10n.t('An alias has letters, digits, “_”, “-” and “.”, at most 64.'), aliasRange);
    return undefined;
  }
  if (node.type !== 'object') {
    report(reader, 'wrongType', l10n.t('“{0}” must be an object.', alias), rangeOf(node));
    return undefined;
  }
  const properties = uniqueProperties(node, reader);
  for (const { key, keyRange } of properties.values()) {
    if (!ENTRY_KEYS.has(key))
      report(reader, 'unknownKey', l10n.t('Unknown key of a tenant.'), keyRange, {
        severity: 'warning',
        subject: key,
      });
  }
  const id = properties.get('tenantId');
  const tenantId = id && valueOfNode(id.value);
  if (!id || typeof tenantId !== 'string' || !isUuid(tenantId)) {
    report(reader, 'badTenantId', l10n.t('“tenantId” must be the tenant’s UUID.'), id ? rangeOf(id.value) : aliasRange);
    return undefined;
  }
  const endpoint = properties.get('endpoint');
  const address = endpoint && valueOfNode(endpoint.value);
  const normal = typeof address === 'string' ? endpointOfFile(address) : undefined;
  if (endpoint && normal === undefined) {
    report(
      reader,
      'badEndpoint',
      l10n.t('“endpoint” must be the base URL of a region, such as https://api.cxengage.net.'),
      rangeOf(endpoint.value),
    );
    return undefined;
  }
  const production = properties.get('production');
  const isProduction = production && valueOfNode(production.value);
  if (production && typeof isProduction !== 'boolean') {
    report(reader, 'wrongType', l10n.t('“{0}” must be true or false.', 'production'), rangeOf(production.value));
  }
  return {
    alias,
    aliasRange,
    tenantId: tenantId.toLowerCase(),
    tenantIdRange: rangeOf(id.value),
    production: isProduction === true,
    ...(normal === undefined ? {} : { endpoint: normal }),
  };
}

/** What is wrong with a tenants file that is where none is read. */
export function misplacedIssue(): FileIssue {
  const message = l10n.t(
    'This file is not read: cxengage.json must be in the root of a workspace folder. Move its tenants there, or add its folder to the workspace.',
  );
  return { code: 'misplacedFile', severity: 'warning', message, range: { offset: 0, length: 1 } };
}

/**
 * Reads the tenants file. Never throws; what is wrong is in `issues`, each with its place inside the text. An entry with
 * an error is left out.
 */
export function parseTenantsFile(text: string): TenantsFile {
  const { root, issues: syntax } = parseJsonc(text);
  const reader: Reader = { issues: [...syntax] };
  const tenants = new Map<string, TenantEntry>();
  if (root?.type !== 'object') {
    if (syntax.length === 0)
      report(reader, 'wrongType', l10n.t('A tenants file holds one object.'), { offset: 0, length: text.length });
    return { tenants, issues: reader.issues };
  }
  const properties = uniqueProperties(root, reader);
  for (const { key, keyRange } of properties.values()) {
    if (!FILE_KEYS.has(key))
      report(reader, 'unknownKey', l10n.t('Unknown key in a tenants file.'), keyRange, {
        severity: 'warning',
        subject: key,
      });
  }
  const list = properties.get('tenants');
  if (!list) report(reader, 'missing', l10n.t('“{0}” is missing.', 'tenants'), { offset: root.offset, length: 1 });
  else if (list.value.type !== 'object')
    report(reader, 'wrongType', l10n.t('“{0}” must be an object.', 'tenants'), rangeOf(list.value));
  for (const property of list ? uniqueProperties(list.value, reader).values() : []) {
    const entry = readEntry(property, reader);
    if (entry) tenants.set(entry.alias, entry);
  }
  return { tenants, issues: reader.issues };
}
