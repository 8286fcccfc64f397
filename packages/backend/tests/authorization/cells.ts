import {
  type AnyEntry,
  type ContractTree,
  contract,
  isEntry,
  requiredPermission,
  type Scope,
} from "@ashlar/contracts";

export type Target = { readonly path: string; readonly entry: AnyEntry };

/** Every entry of the contract by its procedure path. */
export function targets(tree: ContractTree = contract, prefix = ""): readonly Target[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return isEntry(node) ? [{ path, entry: node }] : targets(node, path);
  });
}

export const callers = ["anonymous", "customer", "other customer", "author", "staff", "admin"] as const;

export type Caller = (typeof callers)[number];

/** What the gate must say: let the call pass, or refuse it with this code. */
export function verdict(
  { access }: AnyEntry,
  caller: Caller,
  held: ReadonlySet<string>,
): "passes" | "UNAUTHENTICATED" | "FORBIDDEN" {
  if (access === "public") return "passes";
  if (caller === "anonymous") return "UNAUTHENTICATED";
  const permission = requiredPermission(access);
  return permission === null || held.has(permission) ? "passes" : "FORBIDDEN";
}

/** What the gate must say to a key or token with this scope alone, whose owner holds every permission. */
export function scopedVerdict(
  { access, scope: ownScope }: AnyEntry,
  scope: Scope,
): "passes" | "SESSION_REQUIRED" | "FORBIDDEN" {
  if (access === "public" || scope === ownScope) return "passes";
  if (access === "session") return ownScope === undefined ? "SESSION_REQUIRED" : "FORBIDDEN";
  return access === scope || access === `owner or ${scope}` ? "passes" : "FORBIDDEN";
}

/** Whether a key or token with this scope alone reaches what is its owner's, of an owner without any permission. */
export const reachesOwn = ({ access, scope: ownScope }: AnyEntry, scope: Scope): boolean =>
  scope === ownScope || access === scope || access === `owner or ${scope}`;
