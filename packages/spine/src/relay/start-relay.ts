import type { DatabaseConnection } from "@ashlar/database";
import { jitteredDelayMs, type Log, uuidV7 } from "@ashlar/kernel";
import { anchorOf, type EventAnchor } from "../events/event-cursor.ts";
import { PositionLost } from "../events/position-lost.ts";
import type { ReadAnchored } from "../events/read-page.ts";
import type { Signals } from "../signals/signals.ts";
import { type Poller, poller } from "../worker/poller.ts";
import type { EventBroker } from "./event-broker.ts";
import { advanceRelay, leaseMs, noteRelayFailure, releaseRelay, takeRelay } from "./relay-lease.ts";
import { toCloudEvent } from "./to-cloud-event.ts";

export type RelayOptions = {
  /** A URI reference that names this system to consumers; `source` of every event. Default `/ashlar`. */
  readonly source?: string;
  /** How often it looks without a hint; default 1,000. */
  readonly pollMs?: number;
};

export type Relay = {
  /** Ends after the batch in progress, lets another process take over, and closes the broker. */
  readonly stop: () => Promise<void>;
};

type Deps = {
  readonly database: Pick<DatabaseConnection, "transact">;
  readonly readAnchored: ReadAnchored;
  readonly signals: Signals;
  readonly log: Log;
};

const batchEvents = 200;
const nothing: ReadonlySet<string> = new Set();
const retry = { baseMs: 250, capMs: 5_000 };

/**
 * Relays every event to a broker, in the order of the stream, from the first one on.
 *
 * One process relays to a broker at a time, under a lease. The position is stored once the broker has the events, so
 * whatever dies, each is there at least once; after a failure the broker is asked what it has, so a batch whose
 * answer was lost is not sent again. While the broker is away, events wait in the database, and the log says so once.
 */
export function startRelay(deps: Deps, broker: EventBroker, options: RelayOptions = {}): Relay {
  const { source = "/ashlar", pollMs = 1_000 } = options;
  const { database, log } = deps;
  const held = { name: broker.name, holder: uuidV7() };
  let at: EventAnchor | null = null;
  let takenAtMs = 0;
  /** The broker may have events after `at`. */
  let isUnsure = true;
  let failures = 0;
  let resumeAtMs = 0;
  let isStopping = false;

  const take = async (): Promise<EventAnchor | null> => {
    if (at !== null && performance.now() - takenAtMs < leaseMs / 3) return at;
    const askedAtMs = performance.now();
    const place = await takeRelay(database, held);
    takenAtMs = askedAtMs;
    if (at !== null && place?.position === at.position && place.xid === at.xid) return at;
    // Another may have been at it meanwhile.
    isUnsure = true;
    return place && { ...place, mark: null };
  };
  /** @returns Whether there is more to relay now. */
  const relayPage = async (after: EventAnchor): Promise<boolean> => {
    const { records, isFull, hasOpenGap } = await deps.readAnchored(after, batchEvents);
    if (hasOpenGap) setTimeout(() => relaying.trigger(), 5).unref();
    const last = records.at(-1);
    if (!last) return false;
    const kept = isUnsure ? await broker.alreadyKept(records.map(({ id }) => id)) : nothing;
    const missing = records.filter(({ id }) => !kept.has(id));
    isUnsure = true;
    if (missing.length > 0) await broker.publish(missing.map((record) => toCloudEvent(record, source)));
    const place = anchorOf(last);
    takenAtMs = performance.now();
    at = (await advanceRelay(database, held, after, place)) ? place : null;
    isUnsure = at === null;
    return isFull && at !== null;
  };
  const relay = async (): Promise<void> => {
    if (performance.now() < resumeAtMs) return;
    try {
      let hasMore = true;
      while (hasMore && !isStopping) {
        at = await take();
        hasMore = at !== null && (await relayPage(at));
      }
      if (failures > 0 && at !== null) log.info({ broker: broker.name }, "relay resumed");
      failures = 0;
    } catch (error) {
      at = null;
      isUnsure = true;
      if (error instanceof PositionLost) {
        log.warn({ broker: broker.name }, "relay position lost, continuing at the stored one");
        return relaying.trigger();
      }
      failures += 1;
      resumeAtMs = performance.now() + jitteredDelayMs(failures, retry.baseMs, retry.capMs);
      if (failures > 1) return;
      log.warn({ error, broker: broker.name }, "Events wait: the broker does not take them.");
      await noteRelayFailure(database, held, reasonOf(error)).catch(() => undefined);
    }
  };
  const relaying: Poller = poller(relay, pollMs, (error) =>
    log.error({ error, broker: broker.name }, "The relay failed in a way it does not know."),
  );
  const forget = deps.signals.on("events", relaying.trigger);
  return {
    stop: async () => {
      isStopping = true;
      forget();
      await relaying.stop();
      // Without a database the lease ends by itself.
      await releaseRelay(database, held).catch(() => undefined);
      await broker.close();
    },
  };
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .slice(0, 1_000)
    .replaceAll("\u0000", "")
    .toWellFormed();
