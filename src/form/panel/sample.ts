import type { JsonObject } from '../../core/base/json';
import { propertyId, type FormModel } from './model';

/** Fills in whole properties that a fake service of the sandbox accepts; its secrets are made up, too. */
export function fillSample(model: FormModel, properties: JsonObject): void {
  // A choice that only steers the form decides which fields there are, so it comes first.
  for (const field of model.type.fields.filter(({ formOnly }) => formOnly))
    model.change(propertyId(field.key), model.type.toValues(properties)[field.key] ?? field.defaultValue);
  for (const field of model.fields) {
    const value = properties[field.key];
    if (field.secret) model.typeSecret(propertyId(field.key), typeof value === 'string' ? value : '');
    else if (typeof value === 'string' || typeof value === 'boolean') model.change(propertyId(field.key), value);
  }
}
