import type { Migration } from "./migration-files.ts";

/** A statement that would stop the running system, or take something from a version that still runs. */
export type UnsafeStatement = { readonly tag: string; readonly reason: string; readonly statement: string };

type Rule = { readonly pattern: RegExp; readonly reason: string; readonly unless?: RegExp };

/** Each pattern's `table` is the table it touches; a table made by the same migration has no rows and no users. */
const rules: readonly Rule[] = [
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
];

/**
 * Finds statements that are not safe on a live database with rows.
 *
 * A statement that is safe for a reason the checker cannot see says so in a comment of its own: `-- safe: reason`.
 */
export function unsafeStatements(migrations: readonly Migration[]): UnsafeStatement[] {
  return migrations.flatMap((migration) => [...unsafeIn(migration), ...mixedConcurrency(migration)]);
}

function unsafeIn({ tag, statements }: Migration): UnsafeStatement[] {
  const lines = statements.flatMap(splitStatements);
  const made = new Set(
    lines.flatMap((line) => /^create table (?:if not exists )?(\S+)/.exec(plain(line))?.[1] ?? []),
  );
  return lines
    .filter((line) => !/^\s*--[ \t]*safe:[ \t]*\S/m.test(line))
    .flatMap((line) => {
      const text = plain(line);
      const broken = rules.find(({ pattern, unless }) => {
        const table = pattern.exec(text)?.groups?.table;
        return table !== undefined && !made.has(table) && !unless?.test(text);
      });
      return broken ? [{ tag, reason: broken.reason, statement: text }] : [];
    });
}

function mixedConcurrency({ tag, statements, isTransactional }: Migration): UnsafeStatement[] {
  if (isTransactional) return [];
  const reason =
    "a migration with CONCURRENTLY runs without a transaction and may start over: it holds CREATE INDEX CONCURRENTLY IF NOT EXISTS or DROP INDEX CONCURRENTLY IF EXISTS only";
  return statements
    .flatMap(splitStatements)
    .map(plain)
    .filter(
      (text) => !/^(?:create (?:unique )?index concurrently if not|drop index concurrently if) /.test(text),
    )
    .map((statement) => ({ tag, reason, statement }));
}

/** At semicolons that end a line; a function's body between dollar quotes stays whole. */
const splitStatements = (text: string): string[] =>
  (text.includes("$$") ? [text] : text.split(/;[ \t]*(?:\n|$)/)).filter((one) => plain(one).length > 0);

/** One line, lower case, without comments and quotes. */
const plain = (text: string): string =>
  text
    .replaceAll(/--.*$/gm, "")
    .replaceAll('"', "")
    .replaceAll(/\bpublic\./gi, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/;\s*$/g, "")
    .trim()
    .toLowerCase()
    .replace(/^(create (?:unique )?index .*? on \S+?)\(/, "$1 (");
