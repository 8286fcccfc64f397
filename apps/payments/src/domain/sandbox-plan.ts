/** How the sandbox treats a payment. */
export type SandboxPlan =
  | { readonly kind: "authorises" }
  | { readonly kind: "declines"; readonly reason: "card_declined" | "unknown_token" }
  | { readonly kind: "fails-first"; readonly failures: number }
  | { readonly kind: "settles-later"; readonly afterMs: number };

/**
 * Reads what a token is for.
 *
 * - `tok_ok`: authorised at once.
 * - `tok_declined`, and any token that is none of these: declined.
 * - `tok_flaky`: fails twice, then is authorised.
 * - `tok_timeout`: no answer until longer than any client waits; then the payment turns out authorised.
 *
 * @param settleAfterMs - How long `tok_timeout` takes.
 */
export function sandboxPlan(token: string, settleAfterMs: number): SandboxPlan {
  switch (token) {
    case "tok_ok":
      return { kind: "authorises" };
    case "tok_declined":
      return { kind: "declines", reason: "card_declined" };
    case "tok_flaky":
      return { kind: "fails-first", failures: 2 };
    case "tok_timeout":
      return { kind: "settles-later", afterMs: settleAfterMs };
    default:
      return { kind: "declines", reason: "unknown_token" };
  }
}
