import { hash } from "node:crypto";
import type { Actor } from "@ashlar/kernel";
import type { PersistentCipher } from "@ashlar/secrets";

/** How long a question may stay unanswered. */
const lifetimeMs = 600_000;

/** Seals which call a person was asked about, and recognises it when the client comes back with the answer. */
export type Confirmations = {
  readonly seal: (tool: string, input: unknown, actor: Actor | null) => Promise<string>;
  /** Whether the state is of this very call of this caller, and not too old. */
  readonly isOf: (state: unknown, tool: string, input: unknown, actor: Actor | null) => Promise<boolean>;
};

export function confirmations(cipher: PersistentCipher): Confirmations {
  const placeOf = (actor: Actor | null): string => `mcp confirmation ${actor?.userId ?? "public"}`;
  return {
    seal: async (tool, input, actor) => {
      const until = Date.now() + lifetimeMs;
      return (await cipher()).seal(`${until} ${nameOf(tool, input)}`, placeOf(actor));
    },
    isOf: async (state, tool, input, actor) => {
      if (typeof state !== "string") return false;
      const { open } = await cipher();
      try {
        const [until, name] = open(state, placeOf(actor)).split(" ");
        return Number(until) > Date.now() && name === nameOf(tool, input);
      } catch {
        return false;
      }
    },
  };
}

const nameOf = (tool: string, input: unknown): string =>
  hash("sha256", JSON.stringify([tool, input ?? null]), "base64url");
