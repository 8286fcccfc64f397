import { type ContractTree, isEntry } from "@ashlar/contracts";
import { type BoundProcedure, bindCalls, noPolicies, type ProcedureTree } from "@ashlar/rpc";

/** Binds a contract to nothing: for what reads entries and calls none. */
export const boundWithoutHandlers = (tree: ContractTree): readonly BoundProcedure[] =>
  bindCalls(withoutHandlers(tree), noPolicies);

const withoutHandlers = (tree: ContractTree): ProcedureTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isEntry(node) ? { entry: node, handler: async () => undefined } : withoutHandlers(node),
    ]),
  );
