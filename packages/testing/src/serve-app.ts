import { bindCalls, type CallPolicies, noPolicies, type ProcedureTree } from "@ashlar/rpc";
import { type ServedApp, type ServeOptions, serveCalls } from "./serve-calls.ts";

/** Serves procedures as the product does: the whole HTTP pipeline on a free port of this machine. */
export const serveApp = (
  tree: ProcedureTree,
  { policies = noPolicies, ...options }: ServeOptions & { readonly policies?: CallPolicies } = {},
): Promise<ServedApp> => serveCalls(bindCalls(tree, policies), options);
