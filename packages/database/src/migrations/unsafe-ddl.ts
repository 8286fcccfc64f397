import type { Migration } from "./migration-files.ts";
import { unsafeDdlRules } from "./unsafe-ddl-rules.ts";

/** A statement that would stop the running system, or take something from a version that still runs. */
export type UnsafeStatement = { readonly tag: string; readonly reason: string; readonly statement: string };

/**
 * Finds statements that are not safe on a live database with rows.
 *
 * A statement that is safe for a reason the checker cannot see says so in a comment of its own: `-- safe: reason`.
 */
export function unsafeStatements(migrations: readonly Migration[]): UnsafeStatement[] {
  return migrations.flatMap((migration) => [
    ...unsafeIn(migration),
    ...mixedConcurrency(migration),
    ...earlyValidation(migration),
  ]);
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
      const broken = actionsOf(text).map((action) =>
        unsafeDdlRules.find(({ pattern, unless }) => {
          const table = pattern.exec(action)?.groups?.table;
          return table !== undefined && !made.has(table) && !unless?.test(action);
        }),
      );
      const reasons = new Set(broken.flatMap((rule) => (rule ? [rule.reason] : [])));
      return [...reasons].map((reason) => ({ tag, reason, statement: text }));
    });
}

/** Each action of an ALTER TABLE as a statement of its own. */
function actionsOf(text: string): string[] {
  const [, opening] = /^(alter table (?:only )?\S+ )/.exec(text) ?? [];
  if (opening === undefined) return [text];
  const actions = text
    .slice(opening.length)
    .split(/, (?=(?:add|drop|alter|rename|validate|set|attach|detach) )/);
  return actions.map((action) => opening + action);
}

/** A check that begins in the migration that adds the constraint holds that one's lock while it reads every row. */
function earlyValidation({ tag, statements }: Migration): UnsafeStatement[] {
  const lines = statements.flatMap(splitStatements).map(plain);
  const added = new Set(
    lines.flatMap((text) => / add constraint (\S+) .*\bnot valid\b/.exec(text)?.[1] ?? []),
  );
  const reason = "reads every row under the lock of ADD CONSTRAINT: validate in a later migration";
  return lines
    .filter((text) => added.has(/ validate constraint (\S+)/.exec(text)?.[1] ?? ""))
    .map((statement) => ({ tag, reason, statement }));
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
