import { Unavailable } from "@ashlar/kernel";
import type postgres from "postgres";
import { type Deadline, endedRequest } from "../driver/deadline.ts";
import type { DriverClient } from "../driver/driver-client.ts";
import { translatedError } from "../errors/translated-error.ts";

/** A connection that is ours until released. */
export type WriterConnection = Pick<postgres.ReservedSql, "unsafe" | "release"> & {
  /** Destroys the connection: the server rolls back what is open on it. */
  readonly discard: () => void;
  /** As `discard`, and so every other of the pool before it is used again: their sessions began at the same server. */
  readonly discardAll: () => void;
};

export type WriterPool = {
  /** @throws Unavailable when none is free in time, the server is away or the request ends. */
  readonly acquire: () => Promise<WriterConnection>;
  readonly stats: () => WriterStats;
  readonly close: () => Promise<void>;
};

/** How the pool is used: now, and summed since the process started. */
export type WriterStats = {
  readonly inUse: number;
  readonly waiting: number;
  readonly transactions: number;
  /** For a connection. */
  readonly waitedMs: number;
  /** From getting a connection to giving it back. */
  readonly heldMs: number;
};

/** A driver pool and how many wait for its connections or have one. One that was replaced ends with its last user. */
type Generation = { readonly client: DriverClient; users: number };

/** Hands out the connections of a pool, one transaction each, and bounds the wait for one. */
export function writerPool(
  open: () => DriverClient,
  acquireTimeoutMs: number,
  deadline: Deadline,
): WriterPool {
  const stats = { inUse: 0, waiting: 0, transactions: 0, waitedMs: 0, heldMs: 0 };
  let current: Generation = { client: open(), users: 0 };

  const leave = (generation: Generation): void => {
    generation.users -= 1;
    if (generation !== current && generation.users === 0) void generation.client.end({ timeout: 0 });
  };
  const counted = (reserved: postgres.ReservedSql, generation: Generation): WriterConnection => {
    const acquiredMs = performance.now();
    stats.inUse += 1;
    stats.transactions += 1;
    // Sound: patches/postgres@3.4.9.patch adds `discard`.
    const connection = reserved as postgres.ReservedSql & { readonly discard: () => void };
    let isDiscarded = false;
    const discard = (): void => {
      isDiscarded = true;
      connection.discard();
    };
    return {
      unsafe: connection.unsafe,
      discard,
      discardAll: () => {
        discard();
        if (generation === current) current = { client: open(), users: 0 };
      },
      release: () => {
        stats.inUse -= 1;
        stats.heldMs += performance.now() - acquiredMs;
        // One that was destroyed leaves the pool when its socket has closed, and may have no user until then.
        if (!isDiscarded) connection.release();
        leave(generation);
      },
    };
  };
  return {
    acquire: async () => {
      const signal = deadline.signal();
      const startedMs = performance.now();
      const generation = current;
      generation.users += 1;
      stats.waiting += 1;
      try {
        return counted(await inTime(generation.client.reserve(), acquireTimeoutMs, signal), generation);
      } catch (error) {
        leave(generation);
        throw translatedError(error);
      } finally {
        stats.waiting -= 1;
        stats.waitedMs += performance.now() - startedMs;
      }
    },
    stats: () => ({ ...stats }),
    close: () => current.client.end({ timeout: 0 }),
  };
}

/** A reservation that comes after the wait was given up goes straight back. */
function inTime(
  reservation: Promise<postgres.ReservedSql>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<postgres.ReservedSql> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = (settle: () => void): void => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Unavailable("Every database connection is busy."))),
      timeoutMs,
    );
    const onAbort = (): void => {
      if (signal) end(() => reject(endedRequest(signal)));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    reservation.then(
      (connection) => (isOver ? connection.release() : end(() => resolve(connection))),
      (error: unknown) => {
        if (!isOver) end(() => reject(error));
      },
    );
  });
}
