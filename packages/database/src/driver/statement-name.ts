const opening = /^\s*([a-z]+)/i;
/** Not the `update` of `for update` and `for no key update`. */
const write = /\b(?:(insert) into|(?<!\bfor |\bkey )(update)|(delete) from)\b/i;
const table = /^\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)/i;
/** Not the `from` of `extract(epoch from …)`. */
const source = /(?<!\bepoch )\bfrom\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)/i;

/** A name is for people to read; what lies behind this is not looked at. */
const lookedAt = 2_000;

/**
 * Names a statement by its verb and the first table it is about: `select users`, `insert events`.
 *
 * One that begins with `with` is named by the first change it makes.
 */
export function statementName(text: string): string {
  const beginning = text.slice(0, lookedAt);
  const first = opening.exec(beginning)?.[1]?.toLowerCase() ?? "statement";
  const change = first === "select" ? null : write.exec(beginning);
  if (change === null) return withTable(first === "with" ? "select" : first, source.exec(beginning)?.[1]);
  const verb = (change[1] ?? change[2] ?? change[3] ?? first).toLowerCase();
  return withTable(verb, table.exec(beginning.slice(change.index + change[0].length))?.[1]);
}

const withTable = (verb: string, name: string | undefined): string =>
  name === undefined ? verb : `${verb} ${name}`;
