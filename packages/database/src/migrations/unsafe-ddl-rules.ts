export type UnsafeDdlRule = { readonly pattern: RegExp; readonly reason: string; readonly unless?: RegExp };

/** Each pattern's `table` is the table it touches; a table made by the same migration has no rows and no users. */
export const unsafeDdlRules: readonly UnsafeDdlRule[] = [
  {
    pattern: /^create (?:unique )?index (?!concurrently).*? on (?:only )?(?<table>\S+)/,
    reason:
      "builds an index under a lock that stops writes: CREATE INDEX CONCURRENTLY IF NOT EXISTS, in a migration of its own",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) add column .*\bnot null\b/,
    unless: /\bdefault\b|\bgenerated\b/,
    reason: "adds a NOT NULL column without a default: it fails on a table with rows",
  },
  {
    pattern:
      /^alter table (?:only )?(?<table>\S+) add column .*\bdefault\b.*(?:gen_random_uuid|uuidv\d|random|clock_timestamp|nextval)\s*\(/,
    reason: "adds a column with a default that differs per row: it rewrites the table under a lock",
  },
  {
    pattern:
      /^alter table (?:only )?(?<table>\S+) add column .*\b(?:generated always as \(.*\) stored|serial)\b/,
    reason: "adds a computed column: it rewrites the table under a lock",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) alter column \S+ set not null/,
    reason:
      "reads the whole table under a lock: add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) alter column \S+ (?:set data )?type\b/,
    reason: "may rewrite the table under a lock: add a new column, fill it, change over",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) add constraint \S+ (?:foreign key|check)\b/,
    unless: /\bnot valid\b/,
    reason:
      "checks every row under a lock: ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a later migration",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) add constraint \S+ (?:unique|primary key|exclude)\b/,
    unless: /\busing index\b/,
    reason: "builds an index under a lock: create it CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) drop column/,
    reason:
      "takes a column from the version that still runs: stop using it in one release, drop it in the next",
  },
  {
    pattern: /^drop table (?:if exists )?(?<table>\S+)/,
    reason:
      "takes a table from the version that still runs: stop using it in one release, drop it in the next",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) rename/,
    reason: "renames what the running version asks for by its old name",
  },
  {
    pattern: /^(?:truncate(?: table)?|delete from) (?<table>[^\s;]+)(?!.* where )/,
    reason: "removes rows for good",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) add column .*\b(?:unique|primary key)\b/,
    reason:
      "builds an index under a lock: add the column alone, the index CONCURRENTLY, then ADD CONSTRAINT … USING INDEX",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) add column .*\b(?:references|check)\b/,
    reason:
      "locks both tables or reads every row: add the column alone, the constraint NOT VALID, and validate it later",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) set (?:logged|unlogged|tablespace|access method)\b/,
    reason: "rewrites the table under a lock",
  },
  {
    pattern: /^alter table (?:only )?(?<table>\S+) (?:attach|detach) partition (?!.*\bconcurrently\b)/,
    reason: "stops the table's users: DETACH … CONCURRENTLY; before ATTACH, a CHECK that proves the bounds",
  },
  {
    pattern: /^drop index (?!concurrently)(?:if exists )?(?<table>\S+)/,
    reason: "waits for every user of the table while others wait for it: DROP INDEX CONCURRENTLY IF EXISTS",
  },
  {
    pattern: /^reindex (?:table|index|schema|database) (?!concurrently)(?<table>\S+)/,
    reason: "builds under a lock that stops writes: REINDEX … CONCURRENTLY, outside migrations",
  },
  {
    pattern: /^(?:vacuum full|cluster)(?: verbose)? (?<table>\S+)/,
    reason: "rewrites the table under a lock",
  },
  {
    pattern: /^lock (?:table )?(?:only )?(?<table>\S+)/,
    reason: "stops the table's users for as long as the migration takes",
  },
  {
    pattern: /^refresh materialized view (?!concurrently)(?<table>\S+)/,
    reason: "stops its readers: REFRESH MATERIALIZED VIEW CONCURRENTLY, in a job",
  },
  {
    pattern: /^update (?:only )?(?<table>\S+) (?!.* where )/,
    reason: "locks and rewrites every row in one transaction: fill in batches, by a job, after the migration",
  },
  {
    pattern: /^drop (?:view|materialized view|type|schema|function|sequence) (?:if exists )?(?<table>\S+)/,
    reason:
      "takes something from the version that still runs: stop using it in one release, drop it in the next",
  },
  {
    pattern: /^alter type (?<table>\S+) rename/,
    reason: "renames what the running version asks for by its old name",
  },
];
