import { seedDemoAccounts, seeds } from "@ashlar/backend";
import { openDatabase } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { openDevelopmentDatabase } from "./open-database.ts";
import { readSeedArguments, type SeedArguments } from "./seed-arguments.ts";
import { seedProgress } from "./seed-progress.ts";

const defaults = Object.fromEntries(seeds.map(({ name, defaultCount }) => [name, defaultCount]));

const help = `Fills the database with made-up rows, on top of what is there.

${seeds.map(({ name, defaultCount }) => `  --${name} <count>   default ${defaultCount}`).join("\n")}
  --seed <number>   names, texts and dates follow from it; default 1
  --json            writes one JSON object of what was made`;

async function fill({ counts, seed, isJson }: SeedArguments): Promise<void> {
  const random = seededRandom(seed);
  const server = await openDevelopmentDatabase();
  const database = openDatabase({ url: server.url, applicationName: "ashlar seed" });
  try {
    await seedDemoAccounts(database);
    for (const { name, make } of seeds) {
      const count = counts[name] ?? 0;
      const startedMs = performance.now();
      const { advance, end } = seedProgress(name, count, isJson);
      await make({ database, databaseUrl: server.url, count, random, onProgress: advance });
      end((performance.now() - startedMs) / 1_000);
    }
    if (isJson) console.log(JSON.stringify(counts));
  } finally {
    await database.close();
    await server.stop();
  }
}

try {
  const parameters = readSeedArguments(process.argv.slice(2), defaults);
  if (parameters.isHelp) console.log(help);
  else await fill(parameters);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
