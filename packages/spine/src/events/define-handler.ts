import type { EventName } from "@ashlar/contracts";
import type { Transaction } from "@ashlar/database";
import type { StoredEvent } from "./stored-event.ts";

export type Delivery<Name extends EventName = EventName> = {
  readonly event: StoredEvent<Name>;
  /** The unit of work of this delivery; units of work opened inside join it. */
  readonly tx: Transaction;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when the time is up or the worker stops. */
  readonly signal: AbortSignal;
};

/** Handles every event of some names; made by `defineHandler`. */
export type EventHandler = {
  readonly name: string;
  readonly on: readonly EventName[];
  readonly order: "aggregate" | "none";
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly handle: (delivery: Delivery) => Promise<void>;
};

/**
 * Subscribes to events.
 *
 * Each event is delivered at least once and its effect applied exactly once: the handler runs in a unit of work
 * that also records the delivery, so both commit or neither. Do nothing in it that cannot be rolled back; what talks
 * to the world is a job, enqueued here.
 *
 * Events of one aggregate come in their order, one at a time. An event that fails every attempt becomes a dead
 * letter and holds back the later ones of its aggregate, for this handler alone, until it is redriven or discarded;
 * `order: "none"` gives that up.
 *
 * @param name - Unique and lasting: it is what the inbox remembers. `module.what-it-does`.
 */
export function defineHandler<const Name extends EventName>(definition: {
  readonly name: string;
  readonly on: readonly Name[];
  /** Default `aggregate`. */
  readonly order?: "aggregate" | "none";
  /** Tries in all; default 8, over about a minute. */
  readonly attempts?: number;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  readonly handle: (delivery: Delivery<Name>) => Promise<void>;
}): EventHandler {
  const { name, on, order = "aggregate", attempts = 8, timeoutMs = 10_000 } = definition;
  // Sound: deliveries are made for the events of `on` alone.
  const handle = definition.handle as EventHandler["handle"];
  return { name, on, order, attempts, timeoutMs, handle };
}
