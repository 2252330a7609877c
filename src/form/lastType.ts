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
export function rememberType(state: Pick<State, 'update'>, type: string): void {
  // A disk that is full must not make a create look as if it had failed.
  state.update(KEY, type).then(undefined, () => undefined);
}
