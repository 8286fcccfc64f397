/**
 * Rewrites what a person typed into a search box so that `websearch_to_tsquery` can read it, whatever it is.
 *
 * Keeps words, phrases in quotes, `or`, and one `-` before either; leaves out what holds no letter or digit. PostgreSQL
 * nests a negation for each dash and fails beyond 32 of them ("tsquery stack is too small").
 *
 * @returns Terms with one space between them; empty when there is nothing to look for.
 */
export const webSearch = (text: string): string => (text.match(term) ?? []).flatMap(plainTerm).join(" ");

/** Dashes with spaces around them, then a phrase, closed or not, or a word. */
const term = /[-\s]*(?:"[^"]*"?|[^\s"]+)/gu;

function plainTerm(matched: string): string[] {
  const [, before = "", rest = ""] = /^([-\s]*)(.*)$/su.exec(matched) ?? [];
  const words = rest.replaceAll('"', " ").trim();
  if (!/[\p{L}\p{N}]/u.test(words)) return [];
  return [`${before.includes("-") ? "-" : ""}${rest.startsWith('"') ? `"${words}"` : words}`];
}
