import type { JsonObject } from '../../core/base/json';
import { propertyId, type FormModel } from './model';

/** Fills in whole properties that a fake service of the sandbox accepts; its secrets are made up, too. */
export function fillSample(model: FormModel, properties: JsonObject): void {
  const values = model.type.toValues(properties);
  for (const field of model.type.fields) {
    const secret = properties[field.key];
    if (field.secret) model.typeSecret(propertyId(field.key), typeof secret === 'string' ? secret : '');
    else model.change(propertyId(field.key), values[field.key] ?? field.defaultValue);
  }
}
