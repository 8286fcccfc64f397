import { setTimeout as wait } from "node:timers/promises";
import type { Clock, Log } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import type { DatabaseConnection } from "./open-database.ts";

export type DatabaseClock = Clock & {
  /** How far this machine's clock is ahead of the database's, in milliseconds; null before the first answer. */
  readonly machineAheadMs: () => number | null;
  readonly close: () => void;
};

type Options = {
  /** How often the database is asked; default 10,000. */
  readonly everyMs?: number;
};

/** A machine whose clock differs by more is reported. */
const toleratedMs = 2_000;
const retryMs = 1_000;

/**
 * Tells the time of the database, so that whatever processes share (deadlines, leases, retention) is decided by one clock.
 *
 * The database is asked at the start and every ten seconds; between the answers the machine's monotonic clock counts, which
 * nobody sets. The error is at most the time that an answer took. Until the first answer the machine's clock counts.
 *
 * @returns After the first answer, or its failure: then it asks every second.
 * @see docs/decisions/136-the-clock-of-the-database.md
 */
export async function databaseClock(
  { read }: Pick<DatabaseConnection, "read">,
  log: Log,
  { everyMs = 10_000 }: Options = {},
): Promise<DatabaseClock> {
  const asking = read
    .select({ atMs: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8` })
    .from(sql`(values (1)) as once`)
    .prepare("clock");
  const closing = new AbortController();
  /** The database's time when the monotonic clock was at zero. */
  let baseMs = Date.now() - performance.now();
  let isKnown = false;
  let isReported = false;
  const machineAheadMs = (): number => Date.now() - performance.now() - baseMs;

  const ask = async (): Promise<void> => {
    const askedMs = performance.now();
    const [answer] = await asking.execute();
    const answeredMs = performance.now();
    if (!answer) throw new Error("The database did not tell its time.");
    // It was that late at some moment between question and answer.
    const lowMs = answer.atMs - answeredMs;
    const highMs = answer.atMs - askedMs;
    baseMs = isKnown ? Math.min(Math.max(baseMs, lowMs), highMs) : (lowMs + highMs) / 2;
    isKnown = true;
    report();
  };
  const report = (): void => {
    const isOff = Math.abs(machineAheadMs()) > toleratedMs;
    if (isOff === isReported) return;
    isReported = isOff;
    const aheadMs = Math.round(machineAheadMs());
    if (isOff) log.warn({ aheadMs }, "machine clock differs from the database's, which is used");
    else log.info({ aheadMs }, "machine clock agrees with the database's");
  };
  const attempt = (): Promise<boolean> =>
    ask().then(
      () => true,
      (error: unknown) => {
        if (!isKnown && !closing.signal.aborted) log.warn({ error }, "database clock not read");
        return false;
      },
    );
  const keepAsking = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const options = { ref: false, signal: closing.signal };
      await wait(isKnown ? everyMs : retryMs, undefined, options).catch(() => undefined);
      if (!closing.signal.aborted) await attempt();
    }
  };
  await attempt();
  void keepAsking();
  return {
    now: () => new Date(baseMs + performance.now()),
    machineAheadMs: () => (isKnown ? machineAheadMs() : null),
    close: () => closing.abort(),
  };
}
