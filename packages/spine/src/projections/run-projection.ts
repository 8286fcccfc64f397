import type { DatabaseConnection } from "@ashlar/database";
import type { Clock, Log } from "@ashlar/kernel";
import { eq } from "drizzle-orm";
import { type StreamPosition, streamStart } from "../events/event-cursor.ts";
import type { EventPage } from "../events/read-page.ts";
import { toStoredEvent } from "../events/to-stored-event.ts";
import { projections } from "../infrastructure/tables.ts";
import type { Units } from "../units/units.ts";
import type { Projection } from "./define-projection.ts";

export type ProjectionDeps = {
  readonly database: Pick<DatabaseConnection, "read" | "transact">;
  readonly units: Units;
  readonly readPage: (after: StreamPosition, limit: number) => Promise<EventPage>;
  readonly clock: Clock;
  readonly log: Log;
};

/** `more`: continue at once. `held back`: soon. `done`: when there is news. `busy`: another process is at it. */
export type ProjectionStep = "more" | "held back" | "done" | "busy";

const pageEvents = 500;

/**
 * Applies the next batch of events to a projection.
 *
 * The batch and the position commit together, under a lock that one process holds: each event is applied exactly
 * once, whatever dies.
 *
 * @throws what `apply` throws, after a rollback, with the reason kept in the projection's row.
 */
export async function stepProjection(deps: ProjectionDeps, projection: Projection): Promise<ProjectionStep> {
  const { name, on } = projection;
  const at = (await placeOf(deps, name)) ?? streamStart;
  const page = await deps.readPage(at, pageEvents);
  const last = page.records.at(-1);
  if (!last) return page.hasOpenGap ? "held back" : "done";
  const wanted = new Set<string>(on);
  const events = page.records.filter(({ type }) => wanted.has(type)).map(toStoredEvent);
  try {
    const acquired = await deps.units.open(async ({ tx }) => {
      await tx
        .insert(projections)
        .values({ name, ...streamStart, updatedAt: deps.clock.now() })
        .onConflictDoNothing();
      const [row] = await tx
        .select()
        .from(projections)
        .where(eq(projections.name, name))
        .for("update", { skipLocked: true });
      if (row?.xid !== at.xid || row.position !== at.position) return false;
      if (events.length > 0) await projection.apply(tx, events);
      await tx
        .update(projections)
        .set({ xid: last.xid, position: last.position, failure: null, updatedAt: deps.clock.now() })
        .where(eq(projections.name, name));
      return true;
    });
    if (!acquired) return "busy";
  } catch (error) {
    await keepReason(deps, name, at, error);
    throw error;
  }
  if (page.isFull) return "more";
  return page.hasOpenGap ? "held back" : "done";
}

/**
 * Empties a projection and puts it before the first event; workers make it again from there.
 *
 * Waits for the batch in progress. Until it has caught up, readers see it half made.
 */
export async function resetProjection(deps: ProjectionDeps, { name, reset }: Projection): Promise<void> {
  await deps.units.open(async ({ tx }) => {
    const start = { ...streamStart, failure: null, updatedAt: deps.clock.now() };
    await tx
      .insert(projections)
      .values({ name, ...start })
      .onConflictDoUpdate({ target: projections.name, set: start });
    await reset(tx);
  });
}

/** Where a projection stands; null when it has not begun. */
async function placeOf({ database }: ProjectionDeps, name: string): Promise<StreamPosition | null> {
  const [row] = await database.read
    .select({ xid: projections.xid, position: projections.position })
    .from(projections)
    .where(eq(projections.name, name));
  return row ?? null;
}

async function keepReason(
  { database, clock, log }: ProjectionDeps,
  name: string,
  at: StreamPosition,
  error: unknown,
): Promise<void> {
  const failure = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(
    0,
    1_000,
  );
  log.error({ error, projection: name }, "projection stalled");
  await database.transact((tx) =>
    Promise.resolve(
      tx
        .insert(projections)
        .values({ name, ...at, failure, updatedAt: clock.now() })
        .onConflictDoUpdate({ target: projections.name, set: { failure } }),
    ),
  );
}
