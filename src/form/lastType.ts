import { integrationTypes } from '../core/catalog/registry';
import type { State } from '../host/sharedState';
import type { Prefill } from './prefill';

const KEY = 'cxengage.form.lastType';
const DEFAULT_TYPE = 'rest';

/**
 * The type that a new form begins with: the one that a command's argument names. Without one, that of the integration created
 * last, or else REST; properties mean REST always, so that the same argument fills the same form every time.
 */
export function firstType(state: Pick<State, 'get'>, { type, properties }: Prefill): string {
  if (type !== undefined) return type;
  if (Object.keys(properties).length > 0) return DEFAULT_TYPE;
  const kept = state.get(KEY);
  return integrationTypes().find(({ id, creatable }) => creatable && id === kept)?.id ?? DEFAULT_TYPE;
}

/** Remembers the type of an integration that was created. */
export function rememberType(state: Pick<State, 'update'>, type: string): void {
  // A disk that is full must not make a create look as if it had failed.
  state.update(KEY, type).then(undefined, () => undefined);
}
