import { type AnyEntry, type ContractTree, isEntry } from "@ashlar/contracts";
import type { Call, HandlersOf } from "./handlers.ts";

/** A handler whose types are known to the contract entry beside it, no longer to the compiler. */
export type AnyHandler = (call: Call<"public" | "session", unknown>) => Promise<unknown>;

/** One entry with what fulfils it; the unit that every surface is made of. */
export type Procedure = { readonly entry: AnyEntry; readonly handler: AnyHandler };

/** Procedures by name, nested as the contract is. */
export type ProcedureTree = { readonly [name: string]: Procedure | ProcedureTree };

declare const implemented: unique symbol;

/** The procedures of a part of the contract, complete by construction. */
export type Implementation<Tree> = ProcedureTree & { readonly [implemented]: Tree };

/**
 * Fills in a part of the contract.
 *
 * The handlers are checked against the contract by the compiler, entry by entry; at run time the chain around each
 * handler checks input and output by the same schemas.
 */
export function implement<Tree extends ContractTree>(
  tree: Tree,
  handlers: HandlersOf<Tree>,
): Implementation<Tree> {
  // The one cast of the system: `HandlersOf` has given every entry its handler, which the walk cannot express.
  return pair(tree, handlers as HandlerTree) as Implementation<Tree>;
}

type HandlerTree = { readonly [name: string]: AnyHandler | HandlerTree };

function pair(tree: ContractTree, handlers: HandlerTree): ProcedureTree {
  const procedures: Record<string, Procedure | ProcedureTree> = {};
  for (const [name, node] of Object.entries(tree)) {
    const handler = handlers[name];
    if (isEntry(node) && typeof handler === "function") procedures[name] = { entry: node, handler };
    else if (!isEntry(node) && typeof handler === "object") procedures[name] = pair(node, handler);
    else throw new TypeError(`The contract entry "${name}" has no handler.`);
  }
  return procedures;
}

/** Tells a procedure from a folder of procedures. */
export const isProcedure = (node: Procedure | ProcedureTree): node is Procedure =>
  typeof node.handler === "function";
