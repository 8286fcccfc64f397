import type { Change } from "./change.ts";

/**
 * Whether everybody whom the first rule lets in is let in by the second.
 *
 * `public` ⊃ `session` ⊃ `owner or P` ⊃ `P`. Two different permissions are never compared by who holds them today:
 * API keys are cut to permissions.
 */
const isLoosened = (before: string, after: string): boolean =>
  after === "public" || (after === "session" && before !== "public") || after === `owner or ${before}`;

/** Compares who may call. */
export function accessChange(before: string, after: string): Omit<Change, "procedure">[] {
  if (before === after) return [];
  const what = `${before} → ${after}`;
  return [
    isLoosened(before, after)
      ? { field: "access", isBreaking: false, what, why: "everybody who could call still can" }
      : { field: "access", isBreaking: true, what, why: "callers who were let in are refused" },
  ];
}

/** Compares the scope that keys and tokens need; a first one admits more of them. */
export function scopeChange(
  before: string | undefined,
  after: string | undefined,
): Omit<Change, "procedure">[] {
  if (before === after) return [];
  const what = `${before ?? "none"} → ${after ?? "none"}`;
  return [
    before === undefined
      ? { field: "scope", isBreaking: false, what, why: "keys and tokens with the scope may call" }
      : { field: "scope", isBreaking: true, what, why: "keys and tokens that were let in are refused" },
  ];
}

/** Compares the proof that people need. */
export function proofChange(
  before: string | undefined,
  after: string | undefined,
): Omit<Change, "procedure">[] {
  if (before === after) return [];
  const isBreaking = after !== undefined;
  const why = isBreaking ? "people in older sessions are refused" : "any session will do";
  return [{ field: "proof", isBreaking, what: `${before ?? "none"} → ${after ?? "none"}`, why }];
}
