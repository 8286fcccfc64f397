import { type Client, createClient } from "@ashlar/client";
import { failoverFetch } from "./failover-fetch.ts";
import type { Tally } from "./tally.ts";

/** What the parts of a load share. */
export type LoadContext = {
  readonly clientOf: (token?: string) => Client;
  /** A client of the next buyer in turn. */
  readonly anyBuyer: () => Client;
  readonly tally: Tally;
  /** Uniform in [0, 1); the same sequence for the same seed. */
  readonly random: () => number;
  /** Whether to begin nothing more. */
  readonly isOver: () => boolean;
  /** Whether what has begun and has no answer is given up. */
  readonly isHopeless: () => boolean;
  /** Outcomes that no fault excuses. */
  readonly scandals: string[];
};

export const clientsOf =
  (
    origins: readonly string[],
    random: () => number,
    { timeoutMs, repeatsUnheard }: { readonly timeoutMs: number; readonly repeatsUnheard?: boolean },
  ): LoadContext["clientOf"] =>
  (token) =>
    createClient({
      url: origins[0] ?? "",
      timeoutMs,
      batch: false,
      fetch: failoverFetch(origins, random, repeatsUnheard),
      ...(token !== undefined && { token }),
    });

/** Failures that a fault excuses: there was no answer, or a clear word that the service cannot serve now. */
export const isExcusable = (label: string): boolean =>
  /^(network|timeout|503 |409 IDEMPOTENCY_IN_FLIGHT)/.test(label);
