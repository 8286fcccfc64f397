import { type AnyEntry, type ContractTree, mutation } from "@ashlar/contracts";
import type { z } from "zod";

export type Verdict = "breaking" | "compatible" | "none";

/** A change of a contract, what it means to clients, and what taking it back means. */
export type Edit = {
  readonly name: string;
  readonly before: ContractTree;
  readonly after: ContractTree;
  readonly verdict: Verdict;
  readonly reversed: Verdict;
  /** Where the change is reported. */
  readonly field: string;
};

/** `[name, before, after, verdict, verdict of the reverse, field]` */
export type Row<Thing> = readonly [string, Thing, Thing, Verdict, Verdict, string];

type Spec = Partial<Parameters<typeof mutation>[1]>;

/** A mutation at `things.act` with what an edit is about. */
export const act = (spec: Spec, route: AnyEntry["route"] = "POST /things"): ContractTree => ({
  things: { act: mutation(route, { summary: "Acts.", access: "session", idempotency: "none", ...spec }) },
});

const editsOf = <Thing>(rows: readonly Row<Thing>[], contractOf: (thing: Thing) => ContractTree): Edit[] =>
  rows.map(([name, before, after, verdict, reversed, field]) => ({
    name,
    before: contractOf(before),
    after: contractOf(after),
    verdict,
    reversed,
    field,
  }));

export const inputEdits = (rows: readonly Row<z.ZodType>[]): Edit[] =>
  editsOf(rows, (input) => act({ input }));

export const outputEdits = (rows: readonly Row<z.ZodType>[]): Edit[] =>
  editsOf(rows, (output) => act({ output }));

export const procedureEdits = (rows: readonly Row<ContractTree>[]): Edit[] => editsOf(rows, (tree) => tree);
