import { expect, test } from "vitest";
import type { Migration } from "./migration-files.ts";
import { unsafeStatements } from "./unsafe-ddl.ts";

const migration = (...statements: string[]): Migration => ({
  tag: "0001_change",
  madeAt: 0,
  hash: "",
  statements,
  isTransactional: !/\bconcurrently\b/i.test(statements.join("\n")),
});

const findings = (...statements: string[]): string[] =>
  unsafeStatements([migration(...statements)]).map(({ reason }) => reason);

test.each([
  ['CREATE INDEX "orders_idx" ON "orders" USING btree ("placed_at");', "CONCURRENTLY"],
  ['CREATE UNIQUE INDEX "orders_idx" ON "public"."orders"("placed_at");', "CONCURRENTLY"],
  ['ALTER TABLE "orders" ADD COLUMN "note" text NOT NULL;', "without a default"],
  ['ALTER TABLE "orders" ADD COLUMN "key" uuid DEFAULT gen_random_uuid() NOT NULL;', "differs per row"],
  ['ALTER TABLE "orders" ADD COLUMN "words" tsvector GENERATED ALWAYS AS (x(y)) STORED;', "computed"],
  ['ALTER TABLE "orders" ALTER COLUMN "note" SET NOT NULL;', "NOT VALID"],
  ['ALTER TABLE "orders" ALTER COLUMN "note" SET DATA TYPE integer;', "rewrite"],
  ['ALTER TABLE "orders" ADD CONSTRAINT "orders_fk" FOREIGN KEY ("a") REFERENCES "b"("id");', "NOT VALID"],
  ['ALTER TABLE "orders" ADD CONSTRAINT "orders_check" CHECK (a > 0);', "NOT VALID"],
  ['ALTER TABLE "orders" ADD CONSTRAINT "orders_key" UNIQUE("a");', "USING INDEX"],
  ['ALTER TABLE "orders" DROP COLUMN "note";', "next"],
  ['DROP TABLE "orders";', "next"],
  ['ALTER TABLE "orders" RENAME COLUMN "a" TO "b";', "old name"],
  ['TRUNCATE "orders";', "removes rows"],
  ['ALTER TABLE "orders" ADD COLUMN "code" text UNIQUE;', "CONCURRENTLY"],
  ['ALTER TABLE "orders" ADD COLUMN "buyer" uuid REFERENCES "users"("id");', "NOT VALID"],
  ['ALTER TABLE "orders" ADD COLUMN "n" integer CHECK (n > 0);', "NOT VALID"],
  ['ALTER TABLE "orders" ADD COLUMN "note" text, DROP COLUMN "old";', "next"],
  ['ALTER TABLE "orders" SET UNLOGGED;', "rewrites"],
  ['ALTER TABLE "orders" ATTACH PARTITION "orders_1" FOR VALUES IN (1);', "stops"],
  ['DROP INDEX "orders_idx";', "CONCURRENTLY"],
  ['REINDEX TABLE "orders";', "CONCURRENTLY"],
  ['VACUUM FULL "orders";', "rewrites"],
  ['LOCK TABLE "orders" IN ACCESS EXCLUSIVE MODE;', "stops"],
  ['REFRESH MATERIALIZED VIEW "totals";', "stops"],
  [`UPDATE "orders" SET "note" = '';`, "batches"],
  ['DROP VIEW "totals";', "next"],
  [`ALTER TYPE "status" RENAME VALUE 'a' TO 'b';`, "old name"],
])("refuses %s", (statement, reason) => {
  const found = findings(statement);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(reason);
});

test.each([
  'CREATE TABLE "orders" ("id" uuid PRIMARY KEY NOT NULL);',
  'ALTER TABLE "orders" ADD COLUMN "note" text;',
  `ALTER TABLE "orders" ADD COLUMN "status" text DEFAULT 'new' NOT NULL;`,
  'ALTER TABLE "orders" ADD CONSTRAINT "orders_check" CHECK (a > 0) NOT VALID;',
  'ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_check";',
  'ALTER TABLE "orders" ADD CONSTRAINT "orders_key" UNIQUE USING INDEX "orders_key";',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_idx" ON "orders" ("a");',
  `DELETE FROM "orders" WHERE status = 'gone';`,
  `UPDATE "settings" SET "value" = '1' WHERE "name" = 'one';`,
  'DROP INDEX CONCURRENTLY IF EXISTS "orders_idx";',
  'ALTER TABLE "orders" ADD COLUMN "a" text, ADD COLUMN "b" numeric(10, 2);',
])("lets pass %s", (statement) => {
  expect(findings(statement)).toEqual([]);
});

test("lets everything pass on a table of the same migration: it has no rows and no users", () => {
  expect(
    findings(
      'CREATE TABLE "orders" ("id" uuid);',
      'CREATE INDEX "orders_idx" ON "orders" ("id");\nALTER TABLE "orders" ADD CONSTRAINT "k" UNIQUE("id");',
    ),
  ).toEqual([]);
});

test("lets pass what says why it is safe, and only that", () => {
  expect(findings('-- safe: the table is empty in every environment\nDROP TABLE "drafts";')).toEqual([]);
  expect(findings('-- safe:\nDROP TABLE "drafts";')).toHaveLength(1);
});

test("refuses to mix CONCURRENTLY with what needs a transaction, and a concurrent build that cannot start over", () => {
  const concurrent = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "orders" ("a");';
  expect(findings(concurrent, 'ALTER TABLE "orders" ADD COLUMN "b" text;')).toHaveLength(1);
  expect(findings('CREATE INDEX CONCURRENTLY "i" ON "orders" ("a");')).toHaveLength(1);
});

test("refuses to validate in the migration that adds the constraint, and lets a later one", () => {
  const added = 'ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK (a > 0) NOT VALID;';
  const validated = 'ALTER TABLE "orders" VALIDATE CONSTRAINT "c";';
  expect(findings(added, validated)).toEqual([expect.stringContaining("later migration")]);
  expect(unsafeStatements([migration(added), migration(validated)])).toEqual([]);
});

test("sees through the formatting of a statement", () => {
  expect(findings('ALTER  TABLE "orders"\n\tDROP\n\tCOLUMN "note"; ')).toHaveLength(1);
});
