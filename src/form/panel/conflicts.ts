import * as l10n from '@vscode/l10n';
import { fieldLabel } from '../../core/catalog/values';
import type { FieldConflict, Integration } from '../../core/directory/model';
import { basisFrom, merge, editFrom } from '../../core/directory/threeWayMerge';
import type { ConflictView, FieldId } from '../contract';
import { toChange } from '../request';
import { propertyId, type FormModel } from './model';

const OWN = ['name', 'description', 'active'];

function fieldId(field: string): FieldId {
  const key = field.replace(/^properties\./, '');
  return OWN.includes(field) ? field : propertyId(key);
}

function label(model: FormModel, field: string): string {
  switch (field) {
    case 'name':
      return l10n.t('Name');
    case 'description':
      return l10n.t('Description');
    case 'active':
      return l10n.t('Active');
    default:
      return fieldLabel(model.type, field.replace(/^properties\./, ''));
  }
}

/** A secret's old value is not known here, but whether there was one is. */
function shownBasis(model: FormModel, field: string, basis: string): string {
  const isStoredSecret = !OWN.includes(field) && model.isStored(field.replace(/^properties\./, ''));
  return basis === '' && isStoredSecret ? l10n.t('stored; not shown') : basis;
}

/** The directory's conflicts as the page shows them: none is decided before the user has chosen. */
export function conflictViews(model: FormModel, conflicts: readonly FieldConflict[]): readonly ConflictView[] {
  return conflicts.map(({ field, basis, theirs, mine }) => ({
    field: fieldId(field),
    label: label(model, field),
    original: shownBasis(model, field, basis),
    theirs,
    mine,
    choice: 'none',
  }));
}

/**
 * The conflicts of what is in the form now, which may have been changed since the server's were shown. A choice stays, but
 * for one of theirs where the user entered something else since.
 */
export function renewedConflicts(
  model: FormModel,
  theirs: Integration,
  before: readonly ConflictView[],
): readonly ConflictView[] {
  const { source } = model.draft;
  if (!source) return [];
  const isNew = (key: string): boolean => ['typed', 'saved'].includes(model.secretSource(key).kind);
  const secrets = model.fields
    .filter(({ key, secret }) => secret && isNew(key))
    .map(({ key }) => [key, 'new'] as const);
  const edit = editFrom(toChange(model, Object.fromEntries(secrets)), source.type);
  const { conflicts } = merge(edit, basisFrom(source), { ...theirs, id: theirs.integrationId });
  return conflictViews(model, conflicts).map((view) => {
    const last = before.find(({ field }) => field === view.field);
    const isKept = last && (last.choice === 'mine' || last.mine === view.mine);
    return isKept ? { ...view, choice: last.choice } : view;
  });
}
