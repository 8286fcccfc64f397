/** The figures of a section; the first column names what was measured, the others hold one figure each. */
export type Table = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};
