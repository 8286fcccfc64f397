import { hash, verify } from "@node-rs/argon2";

/** The cost of one hash, in the library's terms. */
export type HashCost = {
  /** Of 1,024 bytes. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: 1;
};

/** Where passwords are hashed and compared; the text is hashed as it is given. */
export type PasswordWork = {
  readonly hash: (password: string, cost: HashCost) => Promise<string>;
  /** @throws Error for a text that is no hash. */
  readonly verify: (passwordHash: string, password: string) => Promise<boolean>;
};

/** On the threads of this process, at its priority: for scripts, which nobody waits beside. */
export const workHere: PasswordWork = { hash, verify };
