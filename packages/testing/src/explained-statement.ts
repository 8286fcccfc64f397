import type { DatabaseConnection } from "@ashlar/database";
import { fillPlaceholders, type Query, sql } from "drizzle-orm";

export type ExplainedStatement = {
  /** Kinds of the plan's nodes, such as `Index Scan`, outermost first. */
  readonly nodes: readonly string[];
  /** Indexes that are read, in the order of the plan. */
  readonly indexes: readonly string[];
  /** Rows that the busiest single scan of the table returned. */
  readonly mostRowsOfAScan: number;
};

type Explained = { readonly Plan: Node };

type Node = {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly Node[];
};

/**
 * Runs a statement under `EXPLAIN (ANALYZE)` and tells what its plan is made of.
 *
 * @param table - Whose scans count for `mostRowsOfAScan`.
 */
export async function explainedStatement(
  database: DatabaseConnection,
  { sql: text, params }: Query,
  values: Record<string, unknown>,
  table: string,
): Promise<ExplainedStatement> {
  const parameters = fillPlaceholders(params, values);
  // Drizzle numbers parameters in the order of the text, each once, so they can be put back where they were.
  const parts = text.split(/\$\d+/).map((part, index) => {
    return index < parameters.length ? sql`${sql.raw(part)}${parameters[index]}` : sql.raw(part);
  });
  const explain = sql`explain (analyze, format json) ${sql.join(parts)}`;
  const rows = await database.transact((tx) => tx.execute<{ "QUERY PLAN": Explained[] }>(explain));
  const root = rows[0]?.["QUERY PLAN"] ?? [];
  const nodes = root.flatMap(({ Plan }) => flattened(Plan));
  const scans = nodes.filter((node) => node["Relation Name"] === table);
  return {
    nodes: nodes.map((node) => node["Node Type"]),
    indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
    mostRowsOfAScan: Math.max(...scans.map((node) => node["Actual Rows"])),
  };
}

const flattened = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flattened)];
