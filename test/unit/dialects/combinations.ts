import { DIALECT_NAMES, DIALECTS, type Dialect } from '../../../src/sandbox/server';

/** Where a service differs from the defaults, in one place or in two. */
export type Combination = Partial<Dialect>;

/** Every way other than the default, each by itself. */
export function singles(): readonly Combination[] {
  return DIALECT_NAMES.flatMap((name) => DIALECTS[name].slice(1).map((way): Combination => ({ [name]: way })));
}

/** Every pair of two ways that answer different questions. */
export function pairs(): readonly Combination[] {
  const all = singles();
  return all.flatMap((first, index) =>
    all
      .slice(index + 1)
      .filter((second) => Object.keys(first)[0] !== Object.keys(second)[0])
      .map((second): Combination => ({ ...first, ...second })),
  );
}

/** E.g. `put=merge,secrets=masked`, as on the command line. */
export const titleOf = (combination: Combination): string =>
  Object.entries(combination)
    .map(([name, way]) => `${name}=${way}`)
    .join(',') || 'the defaults';
