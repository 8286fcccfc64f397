import type { DriverClient } from "../driver/driver-client.ts";
import type { DriverQuery } from "../driver/send-statement.ts";
import type { Bulkhead } from "./statement-kinds.ts";

/** A statement as the driver has it, the one that the server works on. */
export type LaneHead = DriverQuery & {
  /** Its text, alone. */
  readonly strings: readonly string[];
  /** The server's process. */
  readonly state: { readonly pid: number };
};

/** A pool of one connection, with what patches/postgres@3.4.9.patch adds to such pools. */
export type LaneClient = DriverClient & {
  /** What the server works on, or has been asked last; null when it has answered everything. */
  readonly head: () => LaneHead | null;
  /**
   * Rejects all that wait behind the head with `error`.
   *
   * @returns whether the server has got some of it already: the connection then ends when its head is answered.
   */
  readonly shed: (error: Error) => boolean;
  /** Destroys the connection. */
  readonly discard: () => void;
};

/** Lanes that the statements of many requests share. */
export type LaneGroup = {
  /** How many lanes it has when all is well; at least 1. */
  readonly size: number;
  /** Open ones only. */
  readonly lanes: Lane[];
};

/** One connection for reading, and its place among the others. */
export type Lane = {
  readonly client: LaneClient;
  /** Statements sent and not answered. */
  inFlight: number;
  isOpen: boolean;
  /** Whether its connection is about to end by `shed`. */
  isEnding: boolean;
  /** The group whose statements share it; null while it is spare, or has one statement alone. */
  group: LaneGroup | null;
  /** What had been sent at the last tick of the watch and was not answered, and at how many ticks before. */
  seen: LaneHead | null;
  ticks: number;
  /** Whose share of the spare lanes it is counted to. */
  holder: Bulkhead | null;
  /** What was cancelled to be sent again on a lane of its own. */
  recalled: LaneHead | null;
};

export const newLane = (client: LaneClient): Lane => ({
  client,
  inFlight: 0,
  isOpen: false,
  isEnding: false,
  group: null,
  seen: null,
  ticks: 0,
  holder: null,
  recalled: null,
});

/** Connects where that is not done yet. @throws driver errors. */
export async function openLane(lane: Lane): Promise<void> {
  if (lane.isOpen) return;
  await lane.client.unsafe("select 1");
  lane.isOpen = true;
}
