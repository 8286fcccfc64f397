import { testDatabase } from "@ashlar/testing";
import { eq, sql } from "drizzle-orm";
import { date, doublePrecision, pgTable, timestamp } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { backupSession } from "../src/backup/backup-session.ts";
import { sessionSettings } from "../src/driver/session-settings.ts";
import { at, id } from "../src/index.ts";
import { inMigrationSession } from "../src/migrations/migration-session.ts";

/** Values by which an operator, a template or another product would change the meaning of ours. */
const hostile: Readonly<Record<keyof typeof sessionSettings, string>> = {
  client_encoding: "LATIN1",
  datestyle: "German",
  intervalstyle: "iso_8601",
  timezone: "Asia/Tokyo",
  bytea_output: "escape",
  extra_float_digits: "-10",
  standard_conforming_strings: "off",
  array_nulls: "off",
  transform_null_equals: "on",
  timezone_abbreviations: "Australia",
  search_path: "nowhere",
  default_text_search_config: "pg_catalog.german",
  gin_fuzzy_search_limit: "1",
  row_security: "off",
  default_transaction_isolation: "serializable",
  default_transaction_deferrable: "on",
  exit_on_error: "on",
  idle_session_timeout: "1",
};
const moments = pgTable("moments", {
  id: id(),
  happenedAt: at(),
  wall: timestamp({ mode: "date" }),
  day: date({ mode: "date" }),
  amount: doublePrecision(),
});
const one = "01900000-0000-7000-8000-000000000001";

/** A database whose own settings, or those of the role in it, are these. */
async function databaseWith(whose: "database" | "role", settings: Readonly<Record<string, string>>) {
  const own = await testDatabase();
  await own.sql.unsafe(`
    create table moments
      (id uuid primary key, happened_at timestamptz(3), wall timestamp, day date, amount double precision)`);
  const name = new URL(own.url).pathname.slice(1);
  const subject = whose === "database" ? `database ${name}` : `role ashlar in database ${name}`;
  for (const [setting, value] of Object.entries(settings))
    await own.sql.unsafe(
      `alter ${subject} set ${setting} to ${setting === "search_path" ? value : `'${value}'`}`,
    );
  return own;
}

const shown = `select ${Object.keys(sessionSettings)
  .map((name) => `current_setting('${name}') as ${name}`)
  .join(", ")}`;

test.each(["database", "role"] as const)("no setting of the %s changes a session of ours", async (whose) => {
  await using own = await databaseWith(whose, hostile);
  const { connection, url } = own;
  const asked = sql`(${sql.raw(shown)}) as settings`;
  const [read] = await connection.read.select({ row: sql`to_json(settings)` }).from(asked);
  const [written] = await connection.transact((tx) => tx.select({ row: sql`to_json(settings)` }).from(asked));
  const [migrating] = await inMigrationSession({ url }, (session) => session.unsafe(shown));
  await using backup = await backupSession(url);
  const [backingUp] = await backup.session.unsafe(shown);
  for (const settings of [read?.row, written?.row, migrating, backingUp])
    expect(settings).toEqual(sessionSettings);
});

test.each([["German"], ["SQL, DMY"], ["SQL, MDY"], ["Postgres, DMY"], ["ISO, YMD"]])(
  "instants come back as they were written though the database writes them as %s",
  async (style) => {
    await using own = await databaseWith("database", { datestyle: style, timezone: "America/St_Johns" });
    const happenedAt = new Date("2026-02-03T04:05:06.789Z");
    const day = new Date("2026-02-03T00:00:00Z");
    await own.connection.transact((tx) =>
      tx.insert(moments).values({ id: one, happenedAt, wall: happenedAt, day, amount: 0.1 + 0.2 }),
    );
    const [row] = await own.connection.read.select().from(moments).where(eq(moments.happenedAt, happenedAt));
    expect(row).toEqual({ id: one, happenedAt, wall: happenedAt, day, amount: 0.1 + 0.2 });
  },
);

test.each([
  ["happened_at", "happenedAt", "infinity"],
  ["happened_at", "happenedAt", "-infinity"],
  ["happened_at", "happenedAt", "294276-01-01 00:00:00+00"],
  ["wall", "wall", "infinity"],
  ["day", "day", "-infinity"],
])("a %s that is no Date fails the read by its column %s, for %s", async (column, property, value) => {
  await using own = await databaseWith("database", {});
  await own.sql.unsafe(`insert into moments (id, ${column}) values ('${one}', '${value}')`);
  await expect(own.connection.read.select().from(moments)).rejects.toThrow(
    `The column moments.${property} holds a value that cannot be read`,
  );
});
