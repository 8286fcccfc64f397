import { rfc3339Date } from "../schema/rfc3339-date.ts";

/** The JSON that superjson writes for a value of one type, and nothing else that it would also read as one. */
type Form = { readonly name: string; readonly fits: (value: unknown) => boolean };

const isText = (value: unknown): value is string => typeof value === "string";

/** `BigInt` takes time in the square of the digits; no input comes near. */
const integer = /^-?\d{1,1000}$/;

const beyondJson: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

const forms: ReadonlyMap<unknown, Form> = new Map([
  ["undefined", { name: "undefined, which is written as null", fits: (value) => value === null }],
  [
    "Date",
    {
      name: "a date, which is written as an RFC 3339 date-time that exists",
      fits: (value) => isText(value) && rfc3339Date(value) instanceof Date,
    },
  ],
  [
    "number",
    { name: "a number beyond JSON: NaN, Infinity, -Infinity or -0", fits: (value) => beyondJson.has(value) },
  ],
  ["bigint", { name: "a whole number in digits", fits: (value) => isText(value) && integer.test(value) }],
  ["set", { name: "a set, which is written as an array", fits: Array.isArray }],
  ["map", { name: "a map, which is written as an array of pairs", fits: isPairs }],
  ["URL", { name: "a URL", fits: (value) => isText(value) && URL.canParse(value) }],
]);

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);
}

/**
 * Says why a JSON value is not what its annotation claims; undefined when it is.
 *
 * superjson hands the value to a constructor, whatever it is: a number annotated as `undefined` would vanish, `""` annotated
 * as a number become 0, and `null` annotated as a date become 1970.
 *
 * @param type - As it stands in `meta`, of any shape.
 */
export function misfit(type: unknown, value: unknown): string | undefined {
  const form = forms.get(type);
  if (form === undefined) return "is annotated with a type that no input takes";
  return form.fits(value) ? undefined : `is annotated, but is not ${form.name}`;
}
