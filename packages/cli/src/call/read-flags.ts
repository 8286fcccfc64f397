import { readFileSync } from "node:fs";
import { didYouMean, WrongUse } from "../wrong-use.ts";
import type { InputField } from "./input-fields.ts";

/** What stands on the command line behind the procedure's name. */
export type Flags = {
  /** Fields of the input by name, in the order given. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Options of the command itself. */
  readonly options: ReadonlyMap<string, string>;
};

/**
 * Reads `--name value`, `--name=value` and, of booleans, `--name` and `--no-name`. A value `@file` is the file's text, `-`
 * what comes on standard input.
 *
 * @param options - The command's own options, and whether each takes a value.
 * @throws WrongUse for a flag that is neither, with the nearest, or that lacks its value.
 */
export function readFlags(
  words: readonly string[],
  fields: readonly InputField[],
  options: Readonly<Record<string, boolean>>,
): Flags {
  const given: (readonly [string, string])[] = [];
  const own = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith("--")) throw new WrongUse(`${word} is no flag; a field is given as --name value.`);
    const [flag = "", ...parts] = word.slice(2).split("=");
    const written = parts.length > 0 ? parts.join("=") : undefined;
    const takesValue = options[flag];
    if (takesValue !== undefined) {
      own.set(flag, takesValue ? (written ?? valueBehind(flag, rest)) : (written ?? "true"));
      continue;
    }
    const field = fieldOf(flag, fields);
    if (field !== undefined)
      given.push([flag, textOf(written ?? (isSwitch(field) ? "true" : valueBehind(flag, rest)))]);
    else if (flag.startsWith("no-") && fieldOf(flag.slice(3), fields)?.type === "boolean")
      given.push([flag.slice(3), "false"]);
    else {
      const known = [...fields.map(({ name }) => name), ...Object.keys(options)];
      throw new WrongUse(`There is no flag --${flag}.${didYouMean(flag, known).replace("mean ", "mean --")}`);
    }
  }
  return { fields: given, options: own };
}

const isSwitch = ({ type, isList }: InputField): boolean => type === "boolean" && !isList;

/** `items.0.quantity` is a part of the field `items`, which is JSON. */
const fieldOf = (flag: string, fields: readonly InputField[]): InputField | undefined =>
  fields.find(({ name, type }) => name === flag || (type === "json" && flag.startsWith(`${name}.`)));

function valueBehind(flag: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw new WrongUse(`--${flag} needs a value.`);
  return value;
}

function textOf(value: string): string {
  if (value === "-") return readFileSync(0, "utf8").replace(/\n$/, "");
  if (!value.startsWith("@")) return value;
  try {
    return readFileSync(value.slice(1), "utf8").replace(/\n$/, "");
  } catch {
    throw new WrongUse(`${value.slice(1)} cannot be read.`);
  }
}
