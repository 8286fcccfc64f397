/** One member of an `Accept` or `Accept-Encoding` header: lower case, with its weight. */
export type Accepted = { readonly name: string; readonly quality: number };

/**
 * Reads an `Accept`-like header.
 *
 * A weight that is not a number from 0 to 1 counts as 0; other parameters are ignored.
 *
 * @see RFC 9110, section 12.4.2.
 */
export const acceptedBy = (header: string): readonly Accepted[] =>
  header.split(",").flatMap((member) => {
    const [name = "", ...parameters] = member.split(";");
    const trimmed = name.trim().toLowerCase();
    return trimmed === "" ? [] : [{ name: trimmed, quality: qualityOf(parameters) }];
  });

const weight = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => /^\s*q\s*=/i.test(parameter));
  return given === undefined ? 1 : Number(weight.exec(given)?.[1] ?? 0);
}
