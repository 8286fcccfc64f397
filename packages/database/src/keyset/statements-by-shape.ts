/**
 * Keeps the prepared statement of each shape of list, since building one takes longer than running it.
 *
 * @param shapeKeyOf - A text that is equal for lists of equal shape. It must hold no value of a caller, or the
 *   statements that are kept have no bound.
 */
export function statementsByShape<List, Statement>(
  shapeKeyOf: (list: List) => string,
  build: (list: List) => Statement,
): (list: List) => Statement {
  const statements = new Map<string, Statement>();
  return (list) => {
    const key = shapeKeyOf(list);
    const known = statements.get(key);
    if (known !== undefined) return known;
    const statement = build(list);
    statements.set(key, statement);
    return statement;
  };
}
