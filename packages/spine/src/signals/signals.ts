import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseConnection, Listener } from "@ashlar/database";
import { type Log, uuidV7 } from "@ashlar/kernel";
import { sql } from "drizzle-orm";

/** What there may be more of. */
export type Topic = "events" | "jobs";

/** Wakes those who wait for events or jobs, in this process and in others. Hints only: whoever waits also polls. */
export type Signals = {
  /** Says that something was committed. Returns at once; other processes hear of it a moment later, or not at all. */
  readonly raise: (topic: Topic) => void;
  /** Calls `onSignal` on every hint, and whenever hints may have been lost. @returns How to end it. */
  readonly on: (topic: Topic, onSignal: () => void) => () => void;
  readonly close: () => Promise<void>;
};

const channel = "ashlar_spine";

/**
 * Notifies after the commit, on the read pool, at most one notification in flight.
 *
 * A NOTIFY inside the transaction would be kept by PostgreSQL if the process died, but it makes every commit that
 * has one wait for the one before, disk included; see docs/decisions/012-notify-after-commit.md.
 */
export function createSignals(database: Pick<DatabaseConnection, "read" | "listen">, log: Log): Signals {
  const self = uuidV7();
  const waiting: Record<Topic, Set<() => void>> = { events: new Set(), jobs: new Set() };
  const unsent = new Set<Topic>();
  // Whoever raises may be a request that ends: the notification is not part of it.
  const outside = AsyncLocalStorage.snapshot();
  let isSending = false;
  let isClosed = false;
  let listener: Promise<Listener> | null = null;

  const hint = (topic: Topic): void => {
    for (const onSignal of waiting[topic]) onSignal();
  };
  const send = async (): Promise<void> => {
    isSending = true;
    while (unsent.size > 0 && !isClosed) {
      const payload = `${self} ${[...unsent].join(" ")}`;
      unsent.clear();
      await database.read
        .select({ sent: sql`pg_notify(${channel}, ${payload})` })
        .from(sql`(values (1)) as once`)
        .catch((error: unknown) => log.warn({ error }, "A notification was not sent; others will poll."));
    }
    isSending = false;
  };
  const listen = async (): Promise<Listener> => {
    const opened = await database.listen(
      channel,
      (payload) => {
        const [from, ...topics] = payload.split(" ");
        if (from === self) return;
        if (topics.includes("events")) hint("events");
        if (topics.includes("jobs")) hint("jobs");
      },
      () => {
        hint("events");
        hint("jobs");
      },
    );
    if (isClosed) await opened.close();
    return opened;
  };
  return {
    raise: (topic) => {
      hint(topic);
      unsent.add(topic);
      if (!isSending && !isClosed) outside(() => void send());
    },
    on: (topic, onSignal) => {
      waiting[topic].add(onSignal);
      listener ??= outside(listen).catch((error: unknown) => {
        listener = null;
        log.warn({ error }, "Cannot listen for notifications; polling until somebody asks again.");
        return { close: async () => undefined };
      });
      return () => waiting[topic].delete(onSignal);
    },
    close: async () => {
      isClosed = true;
      await (await listener)?.close();
    },
  };
}
