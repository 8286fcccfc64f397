import { join } from "node:path";
import { missingMigrations, requireFitDatabase } from "@ashlar/database";
import postgres from "postgres";
import { type Finding, failed, ok } from "./finding.ts";

const migrationsFolder = join(import.meta.dirname, "../../../../drizzle");
const mostSkewMs = 5_000;

/** Checks what the product needs of its database: that it is fit, has the migrations of this release, and agrees on the time. */
export async function databaseFindings(url: string): Promise<readonly Finding[]> {
  const unfit = await requireFitDatabase({ url, variable: "DATABASE_URL" }).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (unfit !== null) return [failed("database", unfit, "See each line; the server does not start before.")];
  const fit = ok("database", "fit: version, encoding, settings, notifications, privileges");
  const missing = await missingMigrations({ url, folder: migrationsFolder });
  const migrated =
    missing.length === 0
      ? ok("migrations", "all of this release are there")
      : failed("migrations", `missing: ${missing.join(", ")}`, "Run `pnpm migrate`.");
  const skewMs = await skewOf(url);
  const clock =
    Math.abs(skewMs) <= mostSkewMs
      ? ok("clock", `within ${Math.abs(Math.round(skewMs))} ms of the database's`)
      : failed(
          "clock",
          `${Math.round(skewMs / 1_000)} s from the database's`,
          "Let a time service set this machine's clock.",
        );
  return [fit, migrated, clock];
}

/** How far this machine's clock is ahead of the database's, in milliseconds. */
async function skewOf(url: string): Promise<number> {
  const db = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await db<{ at: number }[]>`select extract(epoch from clock_timestamp()) * 1000 as at`;
    return Date.now() - Number(row?.at);
  } finally {
    await db.end();
  }
}
