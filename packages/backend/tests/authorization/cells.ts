import { type AnyEntry, type ContractTree, contract, demandedPermission, isEntry } from "@ashlar/contracts";

export type Target = { readonly path: string; readonly entry: AnyEntry };

/** Every entry of the contract by its procedure path. */
export function targets(tree: ContractTree = contract, prefix = ""): readonly Target[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return isEntry(node) ? [{ path, entry: node }] : targets(node, path);
  });
}

export const callers = [
  "anonymous",
  "customer",
  "other customer",
  "author",
  "staff",
  "admin",
  "API key without the scope",
] as const;

export type Caller = (typeof callers)[number];

/** What the gate must say: let the call pass, or refuse it with this code. */
export function verdict(
  { access }: AnyEntry,
  caller: Caller,
  held: ReadonlySet<string>,
): "passes" | "UNAUTHENTICATED" | "FORBIDDEN" {
  if (access === "public") return "passes";
  if (caller === "anonymous") return "UNAUTHENTICATED";
  const permission = demandedPermission(access);
  return permission === null || held.has(permission) ? "passes" : "FORBIDDEN";
}
