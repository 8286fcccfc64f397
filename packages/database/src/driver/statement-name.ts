const verbs = /\b(?:(select)|(insert) into|(update)|(delete) from)\b/i;
const table = /^\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)/i;
const source = /\bfrom\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)/i;

/** A name is for people to read; what lies behind this is not looked at. */
const lookedAt = 2_000;

/** Names a statement by its first verb and the first table it is about: `select users`, `insert events`. */
export function statementName(text: string): string {
  const beginning = text.slice(0, lookedAt);
  const found = verbs.exec(beginning);
  if (found === null) return /^\s*([a-z]+)/i.exec(beginning)?.[1]?.toLowerCase() ?? "statement";
  const verb = (found[1] ?? found[2] ?? found[3] ?? found[4] ?? "").toLowerCase();
  const rest = beginning.slice(found.index + found[0].length);
  const about = (verb === "select" ? source : table).exec(rest)?.[1];
  return about === undefined ? verb : `${verb} ${about}`;
}
