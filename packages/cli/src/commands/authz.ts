import { rolePermissions } from "@ashlar/contracts";
import { type Role, roles, type Scope, scopes } from "@ashlar/contracts/vocabulary";
import { defineCommand } from "citty";
import { accessMatrix, type MatrixRow } from "../authz/access-matrix.ts";
import { explainAccess } from "../authz/explain-access.ts";
import { matrixFormats, matrixText } from "../authz/matrix-text.ts";
import { procedureAt, procedures } from "../call/procedures.ts";
import { didYouMean, WrongUse } from "../wrong-use.ts";
import { committedLock } from "./committed-lock.ts";
import { fail } from "./fail.ts";
import { lockArgument } from "./lock-argument.ts";

const currentMatrix = () =>
  accessMatrix({
    access: new Map([...procedures].map(([path, { access }]) => [path, access])),
    roles: rolePermissions,
  });

const matrix = defineCommand({
  meta: { name: "matrix", description: "Prints which role may call which procedure" },
  args: { format: { type: "string", description: "text, markdown, html or json", default: "text" } },
  run: ({ args }) => console.log(matrixText(currentMatrix(), oneOf(args.format, matrixFormats, "--format"))),
});

const why = defineCommand({
  meta: { name: "why", description: "Explains rule by rule whether a caller may call a procedure" },
  args: {
    procedure: { type: "positional", description: "Its path, such as orders.get", required: true },
    roles: { type: "string", description: "Roles of the caller, separated by commas; left out: a visitor" },
    scopes: { type: "string", description: "Scopes of a key or token; left out: a session" },
  },
  run: ({ args }) => {
    const caller = {
      roles: args.roles === undefined ? null : listOf<Role>(args.roles, roles, "--roles"),
      scopes: args.scopes === undefined ? null : listOf<Scope>(args.scopes, scopes, "--scopes"),
    };
    console.log(explainAccess(args.procedure, procedureAt(args.procedure), caller).join("\n"));
  },
});

const diff = defineCommand({
  meta: { name: "diff", description: "Prints what changed for roles since the lock was written" },
  args: lockArgument,
  run: ({ args }) => {
    const committed = committedLock(args.lock);
    if (committed.state !== "read") return fail(committed.problem);
    const { lock } = committed;
    const access = new Map(Object.entries(lock.procedures).map(([path, entry]) => [path, entry.access]));
    const before = accessMatrix({ access, roles: lock.roles });
    const now = currentMatrix();
    const changes = now.rows.flatMap((row) => changesOf(row, now.columns, before));
    const removed = before.rows.filter(({ procedure }) => !procedures.has(procedure));
    const lines = [...changes, ...removed.map(({ procedure }) => `${procedure}  removed`)];
    console.log(lines.length === 0 ? "Nothing changed for any role." : lines.join("\n"));
  },
});

function changesOf(
  row: MatrixRow,
  columns: readonly string[],
  before: ReturnType<typeof accessMatrix>,
): string[] {
  const former = before.rows.find(({ procedure }) => procedure === row.procedure);
  if (former === undefined) return [`${row.procedure}  new  ${row.access}`];
  return columns.flatMap((column, index) => {
    const was = former.cells[before.columns.indexOf(column)] ?? "no";
    const is = row.cells[index];
    return was === is ? [] : [`${row.procedure}  ${column}: ${was} → ${is}`];
  });
}

function oneOf<Name extends string>(given: string, known: readonly Name[], flag: string): Name {
  const found = known.find((name) => name === given);
  if (found === undefined)
    throw new WrongUse(`${flag} is one of ${known.join(", ")}; it is ${given}.${didYouMean(given, known)}`);
  return found;
}

const listOf = <Name extends string>(given: string, known: readonly Name[], flag: string): readonly Name[] =>
  given
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => oneOf(name, known, flag));

/** Shows and explains who may call what. */
export const authz = defineCommand({
  meta: { name: "authz", description: "Shows and explains who may call what" },
  default: "matrix",
  subCommands: { matrix, why, diff },
});
