import type { EventName } from "@ashlar/contracts";
import type { Transaction } from "@ashlar/database";
import type { StoredEvent } from "../events/stored-event.ts";

/** A read model kept from events; made by `defineProjection`. */
export type Projection = {
  readonly name: string;
  readonly on: readonly EventName[];
  readonly apply: (tx: Transaction, events: readonly StoredEvent[]) => Promise<void>;
  readonly reset: (tx: Transaction) => Promise<void>;
};

/**
 * Keeps a read model.
 *
 * Events come in the order of the stream, in batches, each exactly once: the batch and the position commit together.
 * One process at a time works on a projection. An event that cannot be applied stops it, visibly, until it can.
 *
 * @param name - Unique and lasting.
 * @param definition.apply - Writes what a batch of 1–500 events changes.
 * @param definition.reset - Empties the read model, before it is made again from the first event.
 */
export function defineProjection<const Name extends EventName>(definition: {
  readonly name: string;
  readonly on: readonly Name[];
  readonly apply: (tx: Transaction, events: readonly StoredEvent<Name>[]) => Promise<void>;
  readonly reset: (tx: Transaction) => Promise<void>;
}): Projection {
  // Sound: only events of `on` are applied.
  return { ...definition, apply: definition.apply as Projection["apply"] };
}
