import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { developmentDatabase } from "@ashlar/database";
import { defineCommand } from "citty";
import { databaseFindings } from "../doctor/database-findings.ts";
import { type Finding, failed, skipped } from "../doctor/finding.ts";
import { machineFindings, serverFinding } from "../doctor/machine-findings.ts";
import { peerFindings } from "../doctor/peer-findings.ts";
import { env } from "../env.ts";
import { serverOrigin } from "../session/server-options.ts";

/** Checks the machine, the database and the services that are configured; exits with 1 where something is wrong. */
export const doctor = defineCommand({
  meta: {
    name: "doctor",
    description: "Checks the machine, the database and the services that are configured",
  },
  args: {
    url: { type: "string", description: "The server; default ASHLAR_URL or http://localhost:3000" },
    json: { type: "boolean", description: "Print JSON", default: false },
  },
  run: async ({ args }) => {
    const dataDir = resolve(env.dataDir);
    const findings = [
      ...(await machineFindings(dataDir)),
      ...(await namedDatabaseFindings(dataDir)),
      ...(await peerFindings(env.services)),
      await serverFinding(serverOrigin(args.url)),
    ];
    console.log(args.json ? JSON.stringify(findings, null, 2) : findings.map(line).join("\n"));
    if (findings.some(({ state }) => state === "failed")) process.exitCode = 1;
  },
});

async function namedDatabaseFindings(dataDir: string): Promise<readonly Finding[]> {
  const folder = resolve(dataDir, "postgres");
  if (env.databaseUrl === undefined && !existsSync(folder))
    return [skipped("database", "none yet; `pnpm dev` makes the embedded one, or set DATABASE_URL")];
  try {
    const database = await developmentDatabase({ url: env.databaseUrl, dataDir: folder });
    try {
      return await databaseFindings(database.url);
    } finally {
      await database.stop();
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [failed("database", what, "Correct DATABASE_URL; without it the embedded database is used.")];
  }
}

const signs = { ok: "ok     ", failed: "FAILED ", skipped: "-      " } as const;

const line = ({ check, state, what, remedy }: Finding): string =>
  `${signs[state]}${check}: ${what}${remedy === undefined ? "" : `\n       → ${remedy}`}`;
