import { type AnyEntry, sufficientScopes } from "@ashlar/contracts";
import { permissionsOf, type Role, type Scope } from "@ashlar/contracts/vocabulary";
import { cellOf } from "./access-matrix.ts";

export type Caller = {
  /** Null for a visitor. */
  readonly roles: readonly Role[] | null;
  /** Of a key or an access token; null for a session. */
  readonly scopes: readonly Scope[] | null;
};

/** Explains rule by rule whether a caller may call a procedure; the last line is the verdict. */
export function explainAccess(path: string, entry: AnyEntry, { roles, scopes }: Caller): readonly string[] {
  const lines = [`${path} has the access "${entry.access}".`];
  const verdict = (text: string): readonly string[] => [...lines, text];
  if (roles === null) {
    if (entry.access !== "public") return verdict("Refused: nobody is signed in (UNAUTHENTICATED, 401).");
    return verdict("Allowed: anybody may call it.");
  }
  const held = [...permissionsOf(roles)];
  lines.push(`The roles ${roles.join(", ")} hold ${held.length === 0 ? "no permission" : held.join(", ")}.`);
  const cell = cellOf(entry.access, held);
  if (cell === "no")
    return verdict(`Refused: the permission ${entry.access} is not among them (FORBIDDEN, 403).`);
  if (scopes !== null && entry.access !== "public") {
    const sufficient = sufficientScopes(entry);
    if (sufficient.length === 0)
      return verdict("Refused: it is for sessions; no key or token may call it (403).");
    lines.push(
      `A key or token needs one of the scopes ${sufficient.join(", ")}; it has ${scopes.join(", ") || "none"}.`,
    );
    if (!sufficient.some((scope) => scopes.includes(scope)))
      return verdict("Refused: it has none of them (FORBIDDEN, 403).");
  }
  if (entry.proof === "recent" && scopes === null)
    lines.push(
      "The session must have proved who is in it within ten minutes, else REAUTHENTICATION_REQUIRED (403).",
    );
  if (cell === "own")
    return verdict(
      "Allowed for the caller's own things; another's are answered as if they did not exist (404).",
    );
  return verdict("Allowed.");
}
