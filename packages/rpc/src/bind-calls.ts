import type { AnyEntry } from "@ashlar/contracts";
import { type BoundCall, bindCall, type CallPolicies } from "./call-procedure.ts";
import { isProcedure, type ProcedureTree } from "./implement.ts";

export type BoundProcedure = { readonly path: string; readonly entry: AnyEntry; readonly call: BoundCall };

/** Binds every procedure of a tree; the list keeps the contract's order, paths are `a.b.c`. */
export function bindCalls(
  tree: ProcedureTree,
  policies: CallPolicies,
  prefix = "",
): readonly BoundProcedure[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (!isProcedure(node)) return bindCalls(node, policies, path);
    return [{ path, entry: node.entry, call: bindCall(path, node, policies) }];
  });
}
