/** What one check found; a remedy where it failed. */
export type Finding = {
  readonly check: string;
  readonly state: "ok" | "failed" | "skipped";
  readonly what: string;
  readonly remedy?: string;
};

export const ok = (check: string, what: string): Finding => ({ check, state: "ok", what });
export const skipped = (check: string, what: string): Finding => ({ check, state: "skipped", what });
export const failed = (check: string, what: string, remedy: string): Finding => ({
  check,
  state: "failed",
  what,
  remedy,
});
