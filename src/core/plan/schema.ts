import type { JsonObject, JsonValue } from '../base/json';
import type { FieldSpec, IntegrationType } from '../catalog/model';
import { integrationTypes } from '../catalog/registry';

const DIALECT = 'http://json-schema.org/draft-07/schema#';
const ALIAS_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';

/** What the editor shows beside a property: the form's help, an example, and where the value is found. */
function helpOf({ label, help, example, where }: FieldSpec): string {
  const lines = [`**${label}**`, help, example === undefined ? '' : `Example: \`${example}\``, where?.text ?? ''];
  return lines.filter((line) => line !== '').join('\n\n');
}

function valueSchema(field: FieldSpec): JsonObject {
  switch (field.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: ['number', 'string'] };
    case 'json':
      return { type: 'object' };
    case 'map':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'choice':
      return {
        type: 'string',
        enum: (field.options ?? []).map(({ value }) => value),
        markdownEnumDescriptions: (field.options ?? []).map(({ label, help }) =>
          help === undefined ? label : `${label}: ${help}`,
        ),
      };
    default:
      return { type: 'string' };
  }
}

function propertySchema(field: FieldSpec): JsonObject {
  const markdownDescription = field.secret
    ? `${helpOf(field)}\n\nWrite a reference: \`\${secret:NAME}\` for a saved secret, \`\${env:NAME}\` for an environment variable. Leave it out to keep what is stored.`
    : helpOf(field);
  // A literal secret is reported by the extension, which offers to move it.
  const value: JsonObject = field.secret
    ? { type: 'string', defaultSnippets: [{ label: '${secret:…}', body: '\\${secret:$1\\}' }] }
    : valueSchema(field);
  return { ...value, markdownDescription };
}

function propertiesSchema(type: IntegrationType): JsonObject {
  const fields = type.fields.filter(({ formOnly, readOnly }) => !formOnly && !readOnly);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((field) => [field.key, propertySchema(field)])),
  };
}

const TOP: JsonObject = {
  name: { type: 'string', description: 'Shown in the Flow Designer. Must be unique in a tenant.' },
  renamedFrom: { type: 'string', description: 'The name it has so far in a tenant: it is renamed instead of created.' },
  description: { type: 'string', description: 'What the integration is for.' },
  active: {
    type: 'boolean',
    description: 'Whether it is visible in the Flow Designer. Left out: stays as it is; a new one is active.',
  },
};

/** The parts that depend on the type: `properties` of the file and of its targets. */
function branchOf(type: IntegrationType): JsonObject {
  const properties: JsonValue = { $ref: `#/definitions/${type.id}` };
  return {
    if: { properties: { type: { const: type.id } }, required: ['type'] },
    then: { properties: { properties, targets: { additionalProperties: { properties: { properties } } } } },
  };
}

/** The JSON schema of integration files, made of the catalog: completion, hovers and errors while people type. */
export function integrationFileSchema(): JsonObject {
  const types = integrationTypes();
  return {
    $schema: DIALECT,
    title: 'CxEngage integration',
    description: 'One integration as it should be in one or several tenants, without secrets.',
    type: 'object',
    required: ['type', 'name'],
    additionalProperties: false,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      type: {
        description: 'The integration type. It never changes.',
        enum: types.map(({ id }) => id),
        markdownEnumDescriptions: types.map(({ label, summary }) => `${label}: ${summary}`),
      },
      ...TOP,
      properties: { type: 'object', description: 'The settings of the type. What is left out stays as it is.' },
      targets: {
        type: 'object',
        description: 'The tenants, by their aliases in cxengage.json, each with what differs there.',
        propertyNames: { pattern: ALIAS_PATTERN },
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: { ...TOP, properties: { type: 'object', description: 'Settings that differ in this tenant.' } },
        },
      },
    },
    allOf: types.map(branchOf),
    definitions: Object.fromEntries(types.map((type) => [type.id, propertiesSchema(type)])),
  };
}

/** The JSON schema of the tenants file. */
export function tenantsFileSchema(): JsonObject {
  return {
    $schema: DIALECT,
    title: 'CxEngage tenants',
    description: 'The tenants that integration files speak of, each under an alias.',
    type: 'object',
    required: ['tenants'],
    additionalProperties: false,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      tenants: {
        type: 'object',
        description: 'Tenants by alias.',
        propertyNames: { pattern: ALIAS_PATTERN },
        additionalProperties: {
          type: 'object',
          required: ['tenantId'],
          additionalProperties: false,
          properties: {
            tenantId: {
              type: 'string',
              format: 'uuid',
              description: 'The tenant’s UUID: “Copy ID” in the Tenants view.',
            },
            endpoint: {
              type: 'string',
              description:
                'Base URL of the region, such as https://api.cxengage.net. Left out: any endpoint where one of your accounts sees the tenant.',
            },
            production: { type: 'boolean', description: 'Apply asks first and names this tenant apart.' },
          },
        },
      },
    },
  };
}
