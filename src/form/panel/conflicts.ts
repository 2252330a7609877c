import * as l10n from '@vscode/l10n';
import type { FieldConflict } from '../../core/directory/model';
import type { ConflictView, FieldId } from '../contract';
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
    default: {
      const key = field.replace(/^properties\./, '');
      return model.type.fields.find((spec) => spec.key === key)?.label ?? key;
    }
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
