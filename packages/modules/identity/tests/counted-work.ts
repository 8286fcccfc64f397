import { type PasswordWork, workHere } from "../src/passwords/infrastructure/hashing/password-work.ts";

/** Hashes as the default does, and counts. */
export function countedWork(): { readonly work: PasswordWork; readonly hashes: () => number } {
  const state = { hashes: 0 };
  return {
    hashes: () => state.hashes,
    work: {
      hash: (password, cost) => {
        state.hashes += 1;
        return workHere.hash(password, cost);
      },
      verify: (passwordHash, password) => {
        state.hashes += 1;
        return workHere.verify(passwordHash, password);
      },
    },
  };
}
