import { resolve } from "node:path";
import { type DevelopmentDatabase, developmentDatabase } from "@ashlar/database";

/** Which database a command works on. */
export const databaseArguments = {
  url: {
    type: "string",
    description: "URL of the database; its password may come in PGPASSWORD. Default: the embedded one",
  },
  dataDir: { type: "string", description: "Folder of the embedded database", default: ".data" },
} as const;

/** Opens the database that the arguments name; stop it when the work is done. */
export const namedDatabase = (args: {
  readonly url?: string | undefined;
  readonly dataDir: string;
}): Promise<DevelopmentDatabase> =>
  developmentDatabase({ url: args.url, dataDir: resolve(args.dataDir, "postgres") });
