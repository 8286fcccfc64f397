import { benchArguments } from "./bench-arguments.ts";
import { benchDatabases } from "./bench-databases.ts";
import { tableMarkdown } from "./report/table-markdown.ts";
import { tableText } from "./report/table-text.ts";
import { allSections } from "./sections/all-sections.ts";

const usage = `pnpm bench [section…] [rounds] [--markdown]

Without a section all of them run, each at most a minute with the default of 5 rounds.

${allSections.map(({ name, summary }) => `  ${name.padEnd(15)}${summary}`).join("\n")}
`;

async function main(): Promise<void> {
  const { sections, rounds, isMarkdown, isHelp } = benchArguments(process.argv.slice(2), allSections);
  if (isHelp) {
    process.stdout.write(usage);
    return;
  }
  await using databases = benchDatabases();
  for (const { name, run } of sections) {
    const startedMs = performance.now();
    const table = await run({ rounds, databases });
    process.stdout.write(isMarkdown ? tableMarkdown(table) : tableText(table));
    process.stderr.write(`  ${name} took ${((performance.now() - startedMs) / 1_000).toFixed(0)} s\n`);
  }
}

main().then(
  // A section that failed may have left a server; it ends with this process.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
