// Exports every integration of every tenant of a sandbox, and plans what was written.
import { isArray, isObject, parseJson, type JsonObject, type JsonValue } from '../../../src/core/base/json';
import type { FieldSpec } from '../../../src/core/catalog/model';
import { integrationTypes, isKnownType } from '../../../src/core/catalog/registry';
import type { FetchFunction } from '../../../src/core/api/model';
import type { Integration, Tenant } from '../../../src/core/directory/model';
import { integrationFileText } from '../../../src/core/export/integrationFile';
import { addTenants } from '../../../src/core/export/tenantsFile';
import { parseIntegrationFile } from '../../../src/core/plan/integrationFile';
import type { DesiredIntegration, Plan } from '../../../src/core/plan/model';
import { planChanges } from '../../../src/core/plan/planner';
import { desiredOfFiles } from '../../../src/core/plan/resolve';
import { parseTenantsFile } from '../../../src/core/plan/tenantsFile';
import type { Sandbox } from '../../../src/sandbox/server';
import { startSandbox } from '../../support/sandbox';
import type { Combination } from '../dialects/combinations';
import { directoryOn } from '../directory/onSandbox';

/** Begins every secret that these runs store; none may be in a file or a plan. */
export const SECRET = 'canary-export-5d20';

/** How a record may have come to be: by the console of today or of old, by a program, against today's rules, or half. */
const VARIANTS = ['whole', 'least', 'texts', 'untidy', 'odd', 'nulls'] as const;
type Variant = (typeof VARIANTS)[number];

function plainValue(field: FieldSpec, variant: Variant): JsonValue {
  const asText = variant === 'texts';
  switch (field.kind) {
    case 'boolean':
      return asText ? 'true' : true;
    case 'number':
      return asText ? '587' : 587;
    case 'json':
    case 'map':
      return { 'X-One': '1', nested: 'ü' };
    case 'choice':
      return field.options?.[0]?.value ?? 'a';
    case 'url':
      if (variant === 'odd') return 'acme dot example';
      return variant === 'untidy' ? ' https://acme.example/a ' : (field.example ?? 'https://acme.example');
    default:
      return variant === 'untidy' && field.limits?.pattern === undefined ? ' Cafe\u0301 ' : (field.example ?? 'text');
  }
}

function propertiesOf(fields: readonly FieldSpec[], variant: Variant): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field): (readonly [string, JsonValue])[] => {
      if (field.formOnly || (variant === 'least' && field.required !== true)) return [];
      if (variant === 'nulls' && field.required !== true) return [[field.key, null]];
      return [[field.key, field.secret ? `${SECRET}-${field.key}` : plainValue(field, variant)]];
    }),
  );
}

/** Records of every type in every variant, some of which the sandbox itself would not take. */
function extraRecords(like: JsonObject, secrets: Sandbox['dialect']['secrets']): readonly JsonObject[] {
  return integrationTypes().flatMap(({ id: type, fields }, index) =>
    VARIANTS.map((variant, number): JsonObject => {
      const secretKeys = new Set(fields.filter(({ secret }) => secret).map(({ key }) => key));
      const properties = Object.entries(propertiesOf(fields, variant)).flatMap(([key, value]) => {
        if (!secretKeys.has(key) || secrets === 'clear') return [[key, value] as const];
        return secrets === 'masked' ? [[key, '****'] as const] : [];
      });
      return {
        ...like,
        id: `00000000-0000-4000-8000-${String(index * 10 + number).padStart(12, '0')}`,
        type,
        name: variant === 'untidy' ? ` Cafe\u0301 ${type} ` : `${variant} ${type}`,
        description: variant === 'untidy' ? ' de\u0301scription\n' : variant === 'whole' ? 'What it is for' : null,
        active: variant !== 'texts',
        properties: Object.fromEntries(properties),
      };
    }),
  );
}

/** A way to the sandbox on which one tenant has more integrations than the sandbox knows. */
function withExtraRecords(sandbox: Sandbox, tenantId: string): FetchFunction {
  const list = `/v1/tenants/${tenantId}/integrations`;
  let listed: readonly JsonObject[] = [];
  const found = (text: string): string => {
    const body = parseJson(text);
    const records = isObject(body) ? body.result : body;
    const [like] = isArray(records) ? records : [];
    if (!isArray(records) || !isObject(like)) return text;
    listed = extraRecords(like, sandbox.dialect.secrets);
    const all = [...records, ...listed];
    return JSON.stringify(isObject(body) ? { ...body, result: all } : all);
  };
  return async (url, init) => {
    const path = new URL(url).pathname;
    const one = listed.find(({ id }) => typeof id === 'string' && path === `${list}/${id}`);
    if (one && init.method === 'GET') {
      const text = JSON.stringify(sandbox.dialect.wrap === 'bare' ? one : { result: one });
      return {
        status: 200,
        headers: new Headers({ 'content-type': 'application/json' }),
        body: new Blob([text]).stream(),
      };
    }
    const response = await fetch(url, init);
    if (path !== list || init.method === 'POST') return response;
    const text = found(await response.text());
    return { status: response.status, headers: response.headers, body: new Blob([text]).stream() };
  };
}

interface Exported {
  readonly tenant: Tenant;
  readonly integration: Integration;
  readonly text: string;
}

/** As few plans as there may be: none may speak of the same integration twice. */
function oncePerPlan(all: readonly DesiredIntegration[]): readonly (readonly DesiredIntegration[])[] {
  const seen = new Map<string, number>();
  const plans: DesiredIntegration[][] = [];
  for (const desired of all) {
    const { target, values } = desired;
    const key = JSON.stringify([target.kind === 'tenant' ? target.ref.tenantId : target.label, values.name]);
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    const plan = plans[index];
    if (plan) plan.push(desired);
    else plans[index] = [desired];
  }
  return plans;
}

const EXPECTED_REFUSALS = new Set(['readOnly', 'permission', 'inactive', 'inherited']);

/**
 * Exports under one combination and plans the files.
 * @returns what was exported, and what went wrong: a plan with something to do, other bytes the second time, a secret.
 */
export async function exportAndPlan(
  combination: Combination,
): Promise<{ readonly types: ReadonlySet<string>; readonly findings: readonly string[] }> {
  const sandbox = await startSandbox({ dialect: combination });
  try {
    const first = sandbox.tenants[0]?.id ?? '';
    const { directory, account } = directoryOn(sandbox, undefined, undefined, {
      fetch: withExtraRecords(sandbox, first),
    });
    const findings: string[] = [];
    const exported: Exported[] = [];
    const tenants = (await directory.loadTenants(account.id)).filter(
      (each) => each.active && directory.access(each).canView,
    );
    const names = addTenants(
      undefined,
      tenants.map((tenant) => ({ ...tenant, isProduction: false })),
    );
    for (const tenant of tenants) {
      const alias = names.aliases[tenants.indexOf(tenant)] ?? '';
      for (const integration of await directory.loadIntegrations(tenant)) {
        const made = await integrationFileText([{ alias, integration }]);
        if (!made && isKnownType(integration.type)) findings.push(`${integration.name}: not exported`);
        if (!made) continue;
        // The same once more, into a file that says much that this one does not have.
        const last = exported.findLast((each) => each.integration.type === integration.type)?.text;
        const over =
          last === undefined ? undefined : await integrationFileText([{ alias, integration }], { existing: last });
        for (const text of [made.text, ...(over ? [over.text] : [])]) {
          exported.push({ tenant, integration, text });
          const again = await integrationFileText([{ alias, integration }], { existing: text });
          if (again?.text !== text) findings.push(`${integration.name}: other bytes the second time`);
          if (text.includes(SECRET) || /sample-[a-z-]*(?:password|token|secret)/.test(text))
            findings.push(`${integration.name}: a secret in its file`);
        }
      }
    }
    const files = exported.map(({ text }, index) => ({ path: `${index}`, file: parseIntegrationFile(text) }));
    // Each by itself: two files may not speak of the same integration.
    const tenantsFile = parseTenantsFile(names.text);
    const each = await Promise.all(files.map(async (file) => desiredOfFiles([file], tenantsFile, directory)));
    const plans = oncePerPlan(each.flat());
    const stored = new Map(
      files.flatMap(({ file }, index) =>
        file.references.map(({ reference: { name }, property }) => [name, { index, property }] as const),
      ),
    );
    const valueOf = async (name: string): Promise<string | undefined> => {
      const at = stored.get(name);
      const from = at && exported[at.index]?.integration;
      const value = from && (await directory.fetchWithSecrets(from)).properties[at.property];
      return typeof value === 'string' && value !== '****' ? value : undefined;
    };
    const sources = [async () => Promise.resolve(undefined), valueOf];
    for (const [round, source] of sources.entries()) {
      const made: Plan[] = [];
      for (const desired of plans)
        made.push(await planChanges(desired, { directory, secrets: { value: async ({ name }) => source(name) } }));
      if (JSON.stringify(made).includes(SECRET)) findings.push('a secret in the plan');
      for (const { desired: wished, name, action, cannot, fields } of made.flatMap(({ changes }) => changes)) {
        const { origin } = wished;
        const found = exported[origin.kind === 'file' ? Number(origin.path) : -1]?.integration;
        // Several integrations share a proposed name, so a value may be that of another; the round without values has none.
        // Of a secret that its record does not name nobody knows whether it is stored: the file that names it is kept.
        const real = fields.filter(
          ({ secret, field }) =>
            secret === undefined ||
            (secret !== 'unknown' && round === 0 && (secret !== 'new' || found?.secrets[field] !== undefined)),
        );
        if (cannot ? round === 0 && !EXPECTED_REFUSALS.has(cannot.code) : action !== 'nothing' && real.length > 0)
          findings.push(`${wished.type} “${name}”: ${action} ${cannot?.message ?? ''} ${JSON.stringify(real)}`);
      }
    }
    return { types: new Set(exported.map(({ integration }) => integration.type)), findings };
  } finally {
    await sandbox.close();
  }
}
