import { open } from "node:fs/promises";
import { join } from "node:path";
import type { TestDatabase } from "@ashlar/testing";

export type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
};

/** A statement that a server ran, as PostgreSQL explained it. */
export type RanStatement = { readonly text: string; readonly nodes: readonly PlanNode[] };

/** Has each later connection of the database explain what it runs, in the server's log. */
export async function explainStatements({ sql }: TestDatabase): Promise<void> {
  const [row] = await sql<{ name: string }[]>`select current_database() as name`;
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
    "auto_explain.log_parameter_max_length": "0",
  };
  for (const [name, value] of Object.entries(settings))
    await sql.unsafe(`alter database ${row?.name} set ${name} = '${value}'`);
}

/** Reads what the connections of such a database ran from the server's log, in which no other writes plans. */
export async function statementLog({ sql }: TestDatabase) {
  const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
  const file = await open(join(row?.folder ?? "", "server.log"));
  const end = async (): Promise<number> => (await file.stat()).size;
  return {
    /** The statements that were answered while `work` was done. */
    during: async <Result>(work: () => Promise<Result>) => {
      const from = await end();
      const result = await work();
      const written = Buffer.alloc((await end()) - from);
      await file.read(written, 0, written.length, from);
      return { result, statements: explained(written.toString()) };
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** Entries begin with a date, and the lines that belong to one with a tab. */
function explained(log: string): RanStatement[] {
  const entries = log.split(/^(?=\d{4}-\d\d-\d\d )/m);
  return entries.flatMap((entry, index) => {
    const [, json] = /LOG: {2}duration: .* plan:\n([\s\S]*)$/.exec(entry) ?? [];
    if (json === undefined) return [];
    try {
      // Sound: the format that the settings above ask for.
      const explanation = JSON.parse(json.replaceAll(/^\t/gm, "")) as Explanation;
      return [{ text: explanation["Query Text"], nodes: flattened(explanation.Plan) }];
    } catch (error) {
      // The last one is still being written: it is a job's, since the call has been answered.
      if (index === entries.length - 1) return [];
      throw error;
    }
  });
}

type Explanation = { readonly "Query Text": string; readonly Plan: PlanNode };

const flattened = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flattened)];
