import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { currentRequestScope, semaphore, Unavailable } from "@ashlar/kernel";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "../application/ports.ts";

export type Argon2Options = {
  /** Default 19,456, OWASP's minimum for 2 passes. */
  readonly memoryKiB?: number;
  /** Default 2. */
  readonly passes?: number;
  /** Hashes at once; default 2, or 3 on a machine with 4 cores: one thread of libuv's 4 stays free for others. */
  readonly concurrency?: number;
  /** Hashes that may wait, default 64: about a second of work. */
  readonly queueLimit?: number;
};

const defaultConcurrency = (): number => Math.min(3, Math.max(2, availableParallelism() - 1));

/**
 * Hashes passwords with Argon2id on libuv's threads, never on the event loop.
 *
 * Bounded: past the queue's limit callers are refused at once, so a flood of sign-ins neither fills the memory (19 MiB a
 * hash) nor starves the other users of the threads. Passwords are compared after NFKC.
 *
 * @see RFC 9106; OWASP Password Storage Cheat Sheet, 2025.
 */
export function argon2Hasher(options: Argon2Options = {}): PasswordHasher {
  const { memoryKiB = 19_456, passes = 2, concurrency = defaultConcurrency(), queueLimit = 64 } = options;
  const parameters = { memoryCost: memoryKiB, timeCost: passes, parallelism: 1 };
  const decoy = decoyHash(memoryKiB, passes);
  const { run } = semaphore(concurrency, queueLimit);
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> =>
    run(() => {
      // Whoever asked may have left while waiting.
      if (currentRequestScope()?.signal.aborted) throw new Unavailable("The request has ended.");
      return work();
    });
  return {
    hash: (password) => inTurn(() => hash(password.normalize("NFKC"), parameters)),
    verify: (passwordHash, password) =>
      inTurn(async () => {
        const isMatch = await verify(passwordHash ?? decoy, password.normalize("NFKC"));
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
