import type { Lane, LaneHead } from "./lane.ts";
import { ranLong, type StatementKind } from "./statement-kinds.ts";

type Options = {
  readonly lanes: readonly Lane[];
  readonly kindOf: (text: string) => StatementKind;
  /** Called at every tick at which a statement of the kind has been out for too long on a lane of a group. */
  readonly onStuck: (lane: Lane, kind: StatementKind) => void;
};

export type LaneWatch = { readonly begin: () => void; readonly close: () => void };

const tickMs = 10;
/** How long a statement is out before those behind it are sent elsewhere. */
export const stuckMs = 50;
const patientTicks = stuckMs / tickMs;
/** How often the way to the server is measured while something seems slow. */
const measureEveryMs = 1_000;
const longestWayMs = 250;
const waitsForLock = "select wait_event_type = 'Lock' as waits from pg_stat_activity where pid = $1";

/**
 * Looks every 10 ms at what the server works on, as long as anything is in flight.
 *
 * A statement counts as out only at ticks behind which the event loop has read its sockets: a turn that took long makes
 * nothing look slow, whatever the clock says. The time to the server and back is allowed for twice.
 */
export function laneWatch({ lanes, kindOf, onStuck }: Options): LaneWatch {
  let timer: NodeJS.Timeout | null = null;
  /** The longest of late. */
  let wayMs = 1;
  let wayTicks = 0;
  let measuredAtMs = Number.NEGATIVE_INFINITY;

  /** On the lane that will answer first; without one its statement counts as slow. */
  const askForLock = async (stuck: Lane, head: LaneHead, { table }: StatementKind): Promise<void> => {
    const free = lanes.filter((lane) => lane.isOpen && lane.ticks === 0);
    const [first] = free.toSorted((one, other) => one.inFlight - other.inFlight);
    const rows = await first?.client.unsafe<{ waits: boolean }[]>(waitsForLock, [head.state.pid]);
    if (rows?.[0]?.waits && stuck.client.head() === head) table.isLocked = true;
  };
  /** On a connection without work, which answers immediately. */
  const measureWay = async (): Promise<void> => {
    const nowMs = performance.now();
    if (nowMs - measuredAtMs < measureEveryMs) return;
    const idle = lanes.find((lane) => lane.isOpen && lane.inFlight === 0 && lane.client.head() === null);
    if (idle === undefined) return;
    measuredAtMs = nowMs;
    await idle.client.unsafe("select 1");
    wayMs = Math.max(0.7 * wayMs, Math.min(longestWayMs, performance.now() - nowMs));
    wayTicks = Math.ceil((2 * wayMs) / tickMs) - 1;
  };
  /** @returns whether anything is in flight. */
  const look = (lane: Lane): boolean => {
    const head = lane.inFlight === 0 ? null : lane.client.head();
    if (head === null || head !== lane.seen) {
      lane.seen = head;
      lane.ticks = 0;
      return lane.inFlight > 0;
    }
    lane.ticks += 1;
    if (lane.ticks > wayTicks) {
      const kind = kindOf(head.strings[0] ?? "");
      ranLong(kind);
      if (lane.ticks === patientTicks + wayTicks - 2) askForLock(lane, head, kind).catch(() => undefined);
      if (lane.ticks >= patientTicks + wayTicks && lane.group !== null) onStuck(lane, kind);
    }
    if (wayTicks > 0 || lane.ticks > 0) measureWay().catch(() => undefined);
    return true;
  };
  const tick = (): void => {
    timer = null;
    let isBusy = false;
    for (const lane of lanes) isBusy = look(lane) || isBusy;
    if (isBusy) begin();
  };
  const begin = (): void => {
    timer ??= setTimeout(() => setImmediate(tick), tickMs).unref();
  };
  return {
    begin,
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
