import { hash } from "node:crypto";
import { type Log, Unavailable } from "@ashlar/kernel";
import { type TextClient, textClient } from "@ashlar/resilience";
import type { BreachedPasswords } from "../../breached-passwords-port.ts";
import { isInRange } from "./is-in-range.ts";

export type BreachedPasswordRanges = {
  /** Of a service that speaks the range protocol of Pwned Passwords, without `/range/`. */
  readonly url: string;
  /** How long a new password waits for its answer; default 1,000. */
  readonly timeoutMs?: number;
  readonly log: Log;
};

/** Digits of the hash that the service is told: 20 of 160 bits, which hundreds of known passwords share. */
const toldDigits = 5;

/**
 * Asks a service for the hashes of breached passwords that begin as the hash of this one does.
 *
 * The first five digits of its SHA-1 are all that leaves. It is asked for the text that is hashed here, after NFKC, and
 * not for the text as typed as well: ten digits would name the password to whoever has a list.
 *
 * @see NIST SP 800-63B-4, section 3.1.1.2; docs/decisions/084-breached-passwords.md
 */
export function breachedPasswordRanges({
  url,
  timeoutMs = 1_000,
  log,
}: BreachedPasswordRanges): BreachedPasswords & Pick<TextClient, "health"> {
  const { get, health } = textClient({
    name: "breached-passwords",
    url,
    log,
    // Padding hides from who sees the length of the answer which range was asked for.
    headers: { accept: "text/plain", "add-padding": "true", "user-agent": "ashlar" },
    timeoutMs,
    // Nobody waits for a turn, so `timeoutMs` is all that a new password waits.
    bulkhead: { concurrency: 64, queue: 0 },
    // A padded range has 800 to 1,000 lines, about 40 KB; lists grow.
    maximumAnswerBytes: 262_144,
  });
  return {
    health,
    has: async (password) => {
      const digits = hash("sha1", password.normalize("NFKC"), "hex").toUpperCase();
      try {
        return await get(`/range/${digits.slice(0, toldDigits)}`, (answer) =>
          isInRange(answer, digits.slice(toldDigits)),
        );
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        log.warn({ reason: error.message }, "a new password was not looked for among breached ones");
        return false;
      }
    },
  };
}
