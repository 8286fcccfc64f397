import { parseArgs } from "node:util";

/** Rows of each kind to make, by the name of the seed. */
export type SeedArguments = {
  readonly counts: Readonly<Record<string, number>>;
  /** Number from which names, texts and dates follow. */
  readonly seed: number;
  readonly isJson: boolean;
  readonly isHelp: boolean;
};

const maximumRows = 10_000_000;

/**
 * Reads the arguments of `pnpm seed`.
 *
 * @param defaults - Rows of each kind unless asked otherwise.
 * @throws RangeError naming the argument that is not known, or whose value is no number in range.
 */
export function readSeedArguments(
  parameters: readonly string[],
  defaults: Readonly<Record<string, number>>,
): SeedArguments {
  const names = Object.keys(defaults);
  const values = new Map(Object.entries(parsed(parameters, [...names, "seed"])));
  const countOf = (name: string, fallback: number): number => {
    const text = values.get(name);
    if (text === undefined) return fallback;
    const count = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (count <= maximumRows) return count;
    throw new RangeError(`--${name} must be a whole number from 0 to ${maximumRows}; it is "${text}".`);
  };
  return {
    counts: Object.fromEntries(names.map((name) => [name, countOf(name, defaults[name] ?? 0)])),
    seed: countOf("seed", 1),
    isJson: values.get("json") === true,
    isHelp: values.get("help") === true,
  };
}

function parsed(parameters: readonly string[], names: readonly string[]): Readonly<Record<string, unknown>> {
  const flags = { json: { type: "boolean" }, help: { type: "boolean" } } as const;
  const options = {
    ...Object.fromEntries(names.map((name) => [name, { type: "string" } as const])),
    ...flags,
  };
  try {
    return parseArgs({ args: [...parameters], options, allowPositionals: false }).values;
  } catch (error) {
    const known = [...names, ...Object.keys(flags)].map((name) => `--${name}`).join(", ");
    const reason = error instanceof Error ? error.message.split(/\.?\s*\n|\. /)[0] : String(error);
    throw new RangeError(`${reason}. The options are ${known}.`, { cause: error });
  }
}
