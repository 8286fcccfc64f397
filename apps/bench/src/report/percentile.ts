/**
 * The value that a share of all values lies below; NaN of none.
 *
 * @param share - In [0, 1).
 */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? Number.NaN;
