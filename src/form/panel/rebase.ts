import { integrationType } from '../../core/catalog/registry';
import type { FieldValue } from '../../core/catalog/model';
import type { Integration } from '../../core/directory/model';
import { own } from '../../core/base/json';
import type { FieldId } from '../contract';
import type { Draft } from './draft';
import { propertyId } from './model';

/** Whether the user takes the server's value of a field. */
export type TakesTheirs = (field: FieldId) => boolean;

function pick<T>(basis: T, theirs: T, mine: T, takeTheirs: boolean): T {
  return takeTheirs || mine === basis ? theirs : mine;
}

/** A value in the form that the field now has: the other side may have made a switch of a text, or a text of a switch. */
function fitting(mine: FieldValue | undefined, theirs: FieldValue | undefined): FieldValue | undefined {
  if (typeof theirs === 'string' && typeof mine === 'boolean') return String(mine);
  return typeof theirs === 'boolean' && (mine === 'true' || mine === 'false') ? mine === 'true' : mine;
}

/** What tells which fields the user changed. */
type Basis = Pick<Draft, 'name' | 'description' | 'active' | 'values'>;

function valuesOf({ type, properties, secrets }: Integration): Readonly<Record<string, FieldValue>> {
  return integrationType(type, properties, secrets).toValues(properties, secrets);
}

/**
 * Moves an edit onto what the server holds now: fields only they changed become theirs, fields only the user changed
 * stay, and `takesTheirs` decides where both did. Secrets stay as the user chose them.
 * @param since what the user's changes count from; without it, the integration as the form began with it.
 */
export function rebase(draft: Draft, theirs: Integration, takesTheirs: TakesTheirs, since?: Basis): Draft {
  const { source } = draft;
  if (!source) return draft;
  const basis = since ?? { ...source, values: valuesOf(source) };
  const now = valuesOf(theirs);
  // Made anew, so that what the other side removed is gone, and not sent as if the user had wished it.
  const keys = new Set([...Object.keys(draft.values), ...Object.keys(now), ...Object.keys(basis.values)]);
  const values = [...keys].flatMap((key): [string, FieldValue][] => {
    const theirValue = own(now, key);
    const before = own(basis.values, key);
    const value = pick(before, theirValue, own(draft.values, key) ?? before, takesTheirs(propertyId(key)));
    const fits = fitting(value, theirValue);
    return fits === undefined ? [] : [[key, fits]];
  });
  return {
    ...draft,
    // The account may have signed out and in again since theirs was read.
    source: { ...theirs, accountId: source.accountId },
    name: pick(basis.name, theirs.name, draft.name, takesTheirs('name')),
    description: pick(basis.description, theirs.description, draft.description, takesTheirs('description')),
    active: pick(basis.active, theirs.active, draft.active, takesTheirs('active')),
    values: Object.fromEntries(values),
  };
}
