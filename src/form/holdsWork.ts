import type { Draft } from './panel/draft';
import type { FormModel } from './panel/model';

/**
 * Whether anything was entered that the user would miss; a chosen type and a proposed name are not.
 * @param begun what it began with: a description that came with the command is not entered.
 */
export function holdsWork(model: FormModel, begun: Draft): boolean {
  return (
    model.typedSecrets().size > 0 ||
    Object.values(model.draft.secrets).some(({ kind }) => kind === 'saved') ||
    model.draft.description.trim() !== begun.description.trim() ||
    Object.values(model.values).some(
      (value) =>
        typeof value === 'string' &&
        value.trim() !== '' &&
        !model.type.fields.some((field) => field.formOnly && model.values[field.key] === value),
    )
  );
}
