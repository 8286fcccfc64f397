import { randomBytes } from "node:crypto";
import { currentRequestScope, semaphore, Unavailable } from "@ashlar/kernel";
import { parseOptions } from "@node-rs/argon2";
import type { PasswordHasher } from "../../../shared/ports.ts";
import { type PasswordWork, workHere } from "./password-work.ts";

export type Argon2Options = {
  /** Default 19,456, OWASP's minimum for 2 passes. */
  readonly memoryKiB?: number;
  /** Default 2. */
  readonly passes?: number;
  /** Hashes that may wait, default 64: about half a second of work. */
  readonly queueLimit?: number;
};

/**
 * Hashes passwords with Argon2id, never on the event loop.
 *
 * One at a time: two at once take as long as one after the other where the memory is shared (5.6 and 3.1–4.4 ms a hash
 * on 2 cores, 2026-11-20), and take both cores from everybody else. Past the queue's limit callers are refused at once, so a
 * flood of sign-ins does not fill the memory. Passwords are compared after NFKC.
 *
 * @see RFC 9106; OWASP Password Storage Cheat Sheet, 2025.
 */
export function argon2Hasher(options: Argon2Options = {}, work: PasswordWork = workHere): PasswordHasher {
  const { memoryKiB = 19_456, passes = 2, queueLimit = 64 } = options;
  const cost = { memoryCost: memoryKiB, timeCost: passes, parallelism: 1 } as const;
  const decoy = decoyHash(memoryKiB, passes);
  const { run } = semaphore(1, queueLimit);
  const inTurn = <Result>(piece: () => Promise<Result>): Promise<Result> =>
    run(() => {
      // Whoever asked may have left while waiting.
      const signal = currentRequestScope()?.signal;
      if (signal?.aborted) throw new Unavailable("The request has ended.", { cause: signal.reason });
      return piece();
    });
  return {
    hash: (password) => inTurn(() => work.hash(password.normalize("NFKC"), cost)),
    verify: (passwordHash, password) =>
      inTurn(async () => {
        const isMatch = await work.verify(passwordHash ?? decoy, password.normalize("NFKC"));
        if (passwordHash === null) return { isMatch: false, isOutdated: false };
        const made = parseOptions(passwordHash);
        const isOutdated =
          made.memoryCost !== memoryKiB || made.timeCost !== passes || made.parallelism !== 1;
        return { isMatch, isOutdated };
      }),
  };
}

/** A hash that no password has, which costs as much to compare with as a real one. */
function decoyHash(memoryKiB: number, passes: number): string {
  const base64 = (length: number): string => randomBytes(length).toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=1$${base64(16)}$${base64(32)}`;
}
