/** Who may call a procedure: everybody of the role, for what is their own, or not at all. */
export type Cell = "yes" | "own" | "no";

export type MatrixRow = {
  readonly procedure: string;
  readonly access: string;
  readonly cells: readonly Cell[];
};

/** Rows for procedures, columns for visitors and roles. */
export type AccessMatrix = { readonly columns: readonly string[]; readonly rows: readonly MatrixRow[] };

type Rules = {
  /** Access by procedure, as the contract writes it. */
  readonly access: ReadonlyMap<string, string>;
  /** Permissions by role. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
};

export function accessMatrix({ access, roles }: Rules): AccessMatrix {
  const names = Object.keys(roles);
  return {
    columns: ["visitor", ...names],
    rows: [...access].map(([procedure, rule]) => ({
      procedure,
      access: rule,
      cells: [rule === "public" ? "yes" : "no", ...names.map((role) => cellOf(rule, roles[role] ?? []))],
    })),
  };
}

/** What a signed-in person with these permissions may do under a rule. */
export function cellOf(rule: string, permissions: readonly string[]): Cell {
  if (rule === "public" || rule === "session") return "yes";
  const owned = /^owner or (.+)$/.exec(rule)?.[1];
  if (permissions.includes(owned ?? rule)) return "yes";
  return owned === undefined ? "no" : "own";
}
