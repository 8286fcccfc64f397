import { backUp } from "@ashlar/database";
import { defineCommand } from "citty";
import { databaseArguments, namedDatabase } from "./database-arguments.ts";
import { fail } from "./fail.ts";

/** Writes every row of the database into one file, as they were at one moment. */
export const backup = defineCommand({
  meta: { name: "backup", description: "Writes the whole database into a file, beside running traffic" },
  args: {
    file: { type: "positional", description: "The file to make; it must not exist", required: true },
    ...databaseArguments,
  },
  run: async ({ args }) => {
    const database = await namedDatabase(args);
    try {
      const onTable = (name: string): void => console.error(`  ${name}`);
      const { tables, rows } = await backUp({ url: database.url, file: args.file, onTable });
      console.log(
        `${args.file} written: ${rows} rows of ${tables} tables. It holds everything; keep it safe.`,
      );
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    } finally {
      await database.stop();
    }
  },
});
