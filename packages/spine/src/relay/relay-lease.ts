import type { DatabaseConnection } from "@ashlar/database";
import { and, eq, sql } from "drizzle-orm";
import { type StreamPosition, streamStart } from "../events/event-cursor.ts";
import { relays } from "../infrastructure/tables.ts";

type Writer = Pick<DatabaseConnection, "transact">;

/** Names one process's relay to one broker. */
export type RelayHolder = { readonly name: string; readonly holder: string };

/** A holder that is silent for so long has lost its place; longer than a broker may take over one batch. */
export const leaseMs = 20_000;

const leaseEnd = sql`now() + ${leaseMs}::float8 * interval '1 millisecond'`;
const ours = ({ name, holder }: RelayHolder) => and(eq(relays.name, name), eq(relays.holder, holder));

/**
 * Takes or renews the lease. The first holder of all begins before the first event.
 *
 * @returns Where to continue; null while another process holds it.
 */
export async function takeRelay(
  { transact }: Writer,
  { name, holder }: RelayHolder,
): Promise<StreamPosition | null> {
  const [row] = await transact((tx) =>
    Promise.resolve(
      tx
        .insert(relays)
        .values({ name, ...streamStart, holder, leaseUntil: leaseEnd, updatedAt: sql`now()` })
        .onConflictDoUpdate({
          target: relays.name,
          set: { holder, leaseUntil: leaseEnd },
          setWhere: sql`${relays.holder} is null or ${relays.holder} = ${holder} or ${relays.leaseUntil} <= now()`,
        })
        .returning({ xid: relays.xid, position: relays.position }),
    ),
  );
  return row ?? null;
}

/**
 * Stores how far the broker has the events, and renews the lease.
 *
 * @param before - Where the stored position must be: the database may have been replaced by an earlier state of itself.
 * @returns False when the lease is lost or the stored position is another.
 */
export async function advanceRelay(
  { transact }: Writer,
  held: RelayHolder,
  before: StreamPosition,
  { xid, position }: StreamPosition,
): Promise<boolean> {
  const rows = await transact((tx) =>
    Promise.resolve(
      tx
        .update(relays)
        .set({ xid, position, failure: null, leaseUntil: leaseEnd, updatedAt: sql`now()` })
        .where(and(ours(held), eq(relays.xid, before.xid), eq(relays.position, before.position)))
        .returning({ name: relays.name }),
    ),
  );
  return rows.length > 0;
}

/** Lets another process take over at once. */
export const releaseRelay = ({ transact }: Writer, held: RelayHolder): Promise<unknown> =>
  transact((tx) =>
    Promise.resolve(tx.update(relays).set({ holder: null, leaseUntil: null }).where(ours(held))),
  );

/** Notes why it stands still, for operators. @param reason - At most 1,000 characters. */
export const noteRelayFailure = ({ transact }: Writer, held: RelayHolder, reason: string): Promise<unknown> =>
  transact((tx) => Promise.resolve(tx.update(relays).set({ failure: reason }).where(ours(held))));
