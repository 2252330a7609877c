import { integrationType } from '../core/catalog';
import type { FieldValue } from '../core/catalog/model';
import type { Integration } from '../core/directory/model';
import type { Draft } from './draft';

/** Whether the user takes the server's value of a field (`name`, `description`, `active`, or a property's key). */
export type TakesTheirs = (field: string) => boolean;

function pick<T>(basis: T, theirs: T, mine: T, takeTheirs: boolean): T {
  return takeTheirs || mine === basis ? theirs : mine;
}

/**
 * Moves an edit onto what the server holds now: fields only they changed become theirs, fields only the user changed
 * stay, and `takesTheirs` decides where both did. Secrets stay as the user chose them.
 */
export function rebase(draft: Draft, theirs: Integration, takesTheirs: TakesTheirs): Draft {
  const basis = draft.source;
  if (!basis) return draft;
  const valuesOf = (integration: Integration): Readonly<Record<string, FieldValue>> =>
    integrationType(integration.type, integration.properties, integration.secrets).toValues(integration.properties, integration.secrets);
  const before = valuesOf(basis);
  const now = valuesOf(theirs);
  const values: Record<string, FieldValue> = { ...draft.values };
  for (const key of new Set([...Object.keys(now), ...Object.keys(before)])) {
    const value = pick(before[key], now[key], draft.values[key] ?? before[key], takesTheirs(key));
    if (value !== undefined) values[key] = value;
  }
  return {
    ...draft,
    source: theirs,
    name: pick(basis.name, theirs.name, draft.name, takesTheirs('name')),
    description: pick(basis.description, theirs.description, draft.description, takesTheirs('description')),
    active: pick(basis.active, theirs.active, draft.active, takesTheirs('active')),
    values,
  };
}
