import { join } from "node:path";
import { openDatabase, restoreBackup } from "@ashlar/database";
import { continueEpoch } from "@ashlar/spine";
import { defineCommand } from "citty";
import { databaseArguments, namedDatabase } from "./database-arguments.ts";
import { fail } from "./fail.ts";

const migrationsFolder = join(import.meta.dirname, "..", "..", "..", "..", "drizzle");

/** Fills an empty database from a backup. */
export const restore = defineCommand({
  meta: { name: "restore", description: "Fills an empty database from a backup" },
  args: {
    file: { type: "positional", description: "The backup", required: true },
    ...databaseArguments,
  },
  run: async ({ args }) => {
    const named = await namedDatabase(args);
    try {
      const onTable = (name: string): void => console.error(`  ${name}`);
      const { url } = named;
      const { tables, rows } = await restoreBackup({ url, file: args.file, migrationsFolder, onTable });
      await using database = openDatabase({ url });
      // Events of the old cluster are read at once, not only after the first write.
      await continueEpoch(database);
      console.log(`Restored ${rows} rows of ${tables} tables; every checksum is as it was.`);
      console.log(
        "Streams refuse positions that are newer than the backup; their clients read their lists again.",
      );
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    } finally {
      await named.stop();
    }
  },
});
