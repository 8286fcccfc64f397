import { setTimeout as wait } from "node:timers/promises";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import type { RunStatement } from "../driver/statement-session.ts";
import { readLanes } from "../lanes/read-lanes.ts";
import { parseLogPosition } from "./log-position.ts";

export type Replica = {
  /** Host and port, for people. */
  readonly name: string;
  readonly run: RunStatement;
  /** How far it has replayed, as last heard; 0 after a connection to it was lost, since another may have its place. */
  readonly positionBytes: () => bigint;
  /**
   * Asks how far it has replayed; calls at the same time share one question.
   *
   * @throws Error when it does not answer within a second, or is no replica any more.
   */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A read that takes longer than this is the primary's. */
const statementTimeoutMs = 2_000;
const questionTimeoutMs = 1_000;
const question =
  "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text else 'promoted' end as position";

/** Opens a pool for reading at one replica; its URL must lead to one server, not to several in turn. */
export function openReplica(settings: ConnectionSettings, connections: number, spare: number): Replica {
  let positionBytes = 0n;
  let asking: Promise<void> | null = null;
  let losses = 0;
  const lanes = readLanes({
    ...settings,
    statementTimeoutMs,
    silenceTimeoutMs: statementTimeoutMs + 500,
    connectTimeoutMs: Math.min(settings.connectTimeoutMs ?? 5_000, 2_000),
    shared: connections,
    spare,
    onClose: () => {
      positionBytes = 0n;
      losses += 1;
    },
  });
  const ask = async (): Promise<void> => {
    const lossesBefore = losses;
    const [row] = await Promise.race([lanes.runVital(question, [], "arrays"), timedOut()]);
    // Sound: the statement has one row of one text.
    const replayed = parseLogPosition((row as readonly (string | null)[] | undefined)?.[0] ?? "");
    if (replayed === null) throw new Error("It is no replica, or has replayed nothing yet.");
    // What was heard over a connection that is gone may be of a server that is.
    if (losses === lossesBefore && replayed > positionBytes) positionBytes = replayed;
  };
  const { hostname, port } = new URL(settings.url);
  return {
    name: port === "" ? hostname : `${hostname}:${port}`,
    run: lanes.run,
    positionBytes: () => positionBytes,
    refresh: () => {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    close: lanes.close,
  };
}

async function timedOut(): Promise<never> {
  await wait(questionTimeoutMs, undefined, { ref: false });
  throw new Error(`It does not answer within ${questionTimeoutMs} ms.`);
}
