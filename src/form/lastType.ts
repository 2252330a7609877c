import { integrationTypes } from '../core/catalog/registry';
import type { State } from '../host/sharedState';

const KEY = 'cxengage.form.lastType';
const FIRST_TYPE = 'rest';

/** The type that a new form begins with: that of the integration created last, or else REST. */
export function lastType(state: Pick<State, 'get'>): string {
  const kept = state.get(KEY);
  return integrationTypes().find(({ id, creatable }) => creatable && id === kept)?.id ?? FIRST_TYPE;
}

/** Remembers the type of an integration that was created. */
export async function rememberType(state: Pick<State, 'update'>, type: string): Promise<void> {
  await state.update(KEY, type);
}
