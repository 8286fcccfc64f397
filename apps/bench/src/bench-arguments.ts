import { parseArgs } from "node:util";
import type { Section } from "./sections/section.ts";

export type BenchArguments = {
  readonly sections: readonly Section[];
  readonly rounds: number;
  readonly isMarkdown: boolean;
  readonly isHelp: boolean;
};

/**
 * Reads the command line: `[section…] [rounds] [--markdown] [--help]`; no section means all of them.
 *
 * @throws Error naming what is no section.
 */
export function benchArguments(args: readonly string[], all: readonly Section[]): BenchArguments {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { markdown: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  const isRounds = (text: string): boolean => /^[1-9]\d*$/.test(text);
  const named = positionals.filter((text) => !isRounds(text));
  const unknown = named.find((text) => !all.some(({ name }) => name === text));
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}"; --help lists them.`);
  return {
    sections: named.length === 0 ? all : all.filter(({ name }) => named.includes(name)),
    rounds: Number(positionals.findLast(isRounds) ?? 5),
    isMarkdown: values.markdown,
    isHelp: values.help,
  };
}
