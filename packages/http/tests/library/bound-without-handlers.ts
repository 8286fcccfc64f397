import { type ContractTree, isEntry } from "@ashlar/contracts";
import { type BoundProcedure, bindCalls, type CallPolicies, type ProcedureTree } from "@ashlar/rpc";

/** Binds a contract to nothing: for what reads entries and calls none. */
export const boundWithoutHandlers = (tree: ContractTree, policies: CallPolicies): readonly BoundProcedure[] =>
  bindCalls(withoutHandlers(tree), policies);

const withoutHandlers = (tree: ContractTree): ProcedureTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isEntry(node) ? { entry: node, handler: async () => undefined } : withoutHandlers(node),
    ]),
  );
