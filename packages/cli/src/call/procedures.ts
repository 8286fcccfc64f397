import { type AnyEntry, type ContractTree, contract, isEntry } from "@ashlar/contracts";
import { didYouMean, WrongUse } from "../wrong-use.ts";

/** Every procedure of the contract by its path, in the contract's order. */
export const procedures: ReadonlyMap<string, AnyEntry> = new Map(entriesIn(contract, ""));

function entriesIn(tree: ContractTree, prefix: string): (readonly [string, AnyEntry])[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isEntry(node) ? [[`${prefix}${name}`, node] as const] : entriesIn(node, `${prefix}${name}.`),
  );
}

/** @throws WrongUse with the nearest name. */
export function procedureAt(path: string): AnyEntry {
  const entry = procedures.get(path);
  if (entry === undefined)
    throw new WrongUse(`There is no procedure ${path}.${didYouMean(path, [...procedures.keys()])}`);
  return entry;
}
