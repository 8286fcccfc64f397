import type { Clock } from "@ashlar/kernel";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { Guess, GuessGate } from "./guess-gate.ts";

/**
 * Lets somebody try to prove who they are, unless too many have tried.
 *
 * @param attempt - Throws where nothing was proved; what it returns is the proof.
 * @throws RATE_LIMITED before any work on the attempt, with the seconds to wait.
 */
export async function guessing<Result>(
  { guesses, clock }: { readonly guesses: GuessGate; readonly clock: Clock },
  guess: Guess,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const waitMs = await guesses.admit(guess, clock.now());
  if (waitMs !== null) throw credentialErrors.RATE_LIMITED({ retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  const result = await attempt();
  await guesses.acquit(guess, clock.now());
  return result;
}
