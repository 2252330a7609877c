import * as l10n from '@vscode/l10n';
import { own, type JsonValue } from '../base/json';
import { TimeSlicer } from '../base/timeSlicer';
import { integrationType } from '../catalog/registry';
import { fieldLabel } from '../catalog/values';
import { normalizeText } from '../catalog/text';
import { isEqual } from '../catalog/equality';
import type { Integration, TenantRef } from '../directory/model';
import { compareNames } from '../base/compareNames';

/** A tenant and what it has, read before. */
export interface TenantIntegrations {
  readonly tenant: TenantRef;
  readonly tenantName: string;
  readonly integrations: readonly Integration[];
}

/** One integration in one of the tenants compared. Where it is absent, one cell stands for the tenant in all rows. */
export interface ComparedCell {
  readonly tenant: TenantRef;
  readonly tenantName: string;
  /** Its place among the row's cells. */
  readonly index: number;
  /** Absent where the tenant has none of that name and type. */
  readonly integration?: Integration;
}

/** A field that is not the same in all tenants that have the integration. */
export interface ComparedField {
  /** `description` or the key of a property. */
  readonly field: string;
  readonly label: string;
  /** Values are known only whether they are stored. */
  readonly isSecret: boolean;
}

/** How a secret compares over the tenants. Holds no value, nor anything that is made from one. */
export interface ComparedSecret {
  /** The key of a property: a secret, or a text with a credential inside. */
  readonly field: string;
  readonly label: string;
  /** One for each cell: the same number for the same value; undefined where none is stored. */
  readonly groups: readonly (number | 'unknown' | undefined)[];
}

/** One name over all tenants. */
export interface ComparedIntegration {
  readonly name: string;
  readonly type: string;
  /** One for each tenant, in the order given. */
  readonly cells: readonly ComparedCell[];
  /** The first cell that has the integration: what the others are compared with. */
  readonly base: ComparedCell | undefined;
  /** Which fields differ among the tenants that have it; `active` is told by `disabledIn`. */
  readonly differs: readonly ComparedField[];
  /** How many tenants have none. */
  readonly missingCount: number;
  /** Where it is disabled, though enabled elsewhere. */
  readonly disabledIn: readonly ComparedCell[];
  /** Set once secrets were compared. */
  readonly secrets?: readonly ComparedSecret[];
}

/** Integrations of several tenants side by side, by name and type. Holds no secret. */
export interface Comparison {
  readonly tenants: readonly { readonly tenant: TenantRef; readonly tenantName: string }[];
  /** Sorted by name. */
  readonly integrations: readonly ComparedIntegration[];
  /** Tenants that were to be compared and could not be read, and why. */
  readonly unreachable: readonly { readonly tenantName: string; readonly message: string }[];
  /** Secrets were compared too. */
  readonly hasSecrets?: boolean;
}

/** Whether an integration is the same everywhere. */
export function isSameEverywhere({ differs, missingCount, disabledIn }: ComparedIntegration): boolean {
  return differs.length + missingCount + disabledIn.length === 0;
}

/** The value of a field for a comparison or a row; of a secret only whether there is one. */
export function comparedValue(integration: Integration, { field, isSecret }: ComparedField): JsonValue | undefined {
  if (field === 'description') return integration.description;
  return isSecret ? own(integration.secrets, field) === true : own(integration.properties, field);
}

function differences(type: string, present: readonly Integration[]): readonly ComparedField[] {
  const [first, ...others] = present;
  if (!first || others.length === 0) return [];
  const known = integrationType(type);
  const keys = (of: (integration: Integration) => object): readonly string[] => [
    ...new Set(present.flatMap((integration) => Object.keys(of(integration)))),
  ];
  const candidates: readonly ComparedField[] = [
    { field: 'description', label: l10n.t('Description'), isSecret: false },
    ...keys(({ properties }) => properties).map((field) => ({
      field,
      label: fieldLabel(known, field),
      isSecret: false,
    })),
    ...keys(({ secrets }) => secrets).map((field) => ({ field, label: fieldLabel(known, field), isSecret: true })),
  ];
  return candidates.filter((field) =>
    others.some((other) => !isEqual(comparedValue(first, field), comparedValue(other, field))),
  );
}

/**
 * Compares integrations by name and type over tenants. Gives way to others in between.
 * @param unreachable tenants that could not be read, to be listed.
 */
export async function compareTenants(
  tenants: readonly TenantIntegrations[],
  unreachable: Comparison['unreachable'] = [],
): Promise<Comparison> {
  const slices = new TimeSlicer();
  const found = new Map<
    string,
    { readonly name: string; readonly type: string; readonly in: Map<number, Integration> }
  >();
  for (const [index, { integrations }] of tenants.entries()) {
    for (const integration of integrations) {
      const name = normalizeText(integration.name);
      const key = `${integration.type}/${name}`;
      const entry = found.get(key) ?? { name, type: integration.type, in: new Map<number, Integration>() };
      entry.in.set(index, integration);
      found.set(key, entry);
    }
    if (slices.shouldYield) await slices.yield();
  }
  const absent = tenants.map(({ tenant, tenantName }, index): ComparedCell => ({ tenant, tenantName, index }));
  const integrations: ComparedIntegration[] = [];
  for (const entry of found.values()) {
    const cells = [...absent];
    for (const [index, integration] of entry.in) {
      const cell = absent[index];
      if (cell) cells[index] = { ...cell, integration };
    }
    const present = [...entry.in.values()];
    const isActiveSomewhere = present.some(({ active }) => active);
    integrations.push({
      name: entry.name,
      type: entry.type,
      cells,
      base: cells.find(({ integration }) => integration !== undefined),
      differs: differences(entry.type, present),
      missingCount: tenants.length - present.length,
      disabledIn: isActiveSomewhere ? cells.filter(({ integration }) => integration?.active === false) : [],
    });
    if (slices.shouldYield) await slices.yield();
  }
  integrations.sort((a, b) => compareNames(a.name, b.name));
  return {
    tenants: tenants.map(({ tenant, tenantName }) => ({ tenant, tenantName })),
    integrations,
    unreachable,
  };
}
