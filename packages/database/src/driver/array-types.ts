import { parsedArray } from "./parsed-array.ts";

const asText = (text: string): unknown => text;

/** By the array type's OID, how to read one element: bool, int4, text, varchar, int8, timestamptz, uuid. */
const elements: readonly (readonly [number, (text: string) => unknown])[] = [
  [1000, (text) => text === "t"],
  [1007, Number],
  [1009, asText],
  [1015, asText],
  [1016, asText],
  [1185, asText],
  [2951, asText],
];

/**
 * Writes and reads arrays without asking the server for its types at every connect (2 ms and a round trip each).
 *
 * An array passes as `{…}` text; text passes as it is, because a column may have encoded it already.
 */
export const arrayTypes = Object.fromEntries(
  elements.map(([oid, element]) => [
    `array${oid}`,
    { to: oid, from: [oid], serialize: arrayText, parse: (text: string) => parsedArray(text, element) },
  ]),
);

function arrayText(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return `{${value.map(elementText).join(",")}}`;
}

function elementText(element: unknown): unknown {
  if (element === null || element === undefined) return "NULL";
  if (Array.isArray(element)) return arrayText(element);
  const text = element instanceof Date ? element.toISOString() : String(element);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
