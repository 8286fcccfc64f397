/** OIDs of the array types that parameters may have: bool, int4, text, int8, varchar, timestamptz, uuid. */
const arrayOids = [1000, 1007, 1009, 1016, 1015, 1185, 2951];

/**
 * Encodes array parameters without asking the server for its types at every connect (2 ms and a round trip each).
 *
 * An array passes as `{…}` text; text passes as it is, because a column may have encoded it already.
 */
export const arrayTypes = Object.fromEntries(
  arrayOids.map((oid) => [
    `array${oid}`,
    { to: oid, from: [] as number[], serialize: arrayText, parse: (text: unknown) => text },
  ]),
);

function arrayText(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return `{${value.map(elementText).join(",")}}`;
}

function elementText(element: unknown): string {
  if (element === null || element === undefined) return "NULL";
  const text = element instanceof Date ? element.toISOString() : String(element);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
