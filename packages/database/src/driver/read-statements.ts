import { currentRequestScope } from "@ashlar/kernel";
import postgres from "postgres";
import { type Deadline, endedRequest } from "./deadline.ts";
import type { DriverClient } from "./driver-client.ts";
import { type DriverRows, sendStatement } from "./send-statement.ts";
import type { RunStatement } from "./statement-session.ts";

/**
 * Runs reads on a pool whose connections are shared: statements of many requests are in flight on each.
 *
 * A cancellation names a connection, not a statement, so one that arrives late ends a neighbour's. A read that
 * was cancelled though its own request goes on is therefore sent again, once; reads have no effect to repeat.
 */
export function readStatements(
  client: DriverClient,
  isPrepared: (text: string) => boolean,
  deadline: Deadline,
): RunStatement {
  const send = async (
    text: string,
    parameters: readonly unknown[],
    rows: "arrays" | "objects",
  ): Promise<DriverRows> => {
    const signal = deadline.signal();
    const query = sendStatement(client, text, parameters, { rows, prepare: isPrepared(text) });
    if (!signal) return query;
    const followed = deadline.follow(signal, query);
    try {
      return await query;
    } catch (error) {
      throw signal.aborted ? endedRequest(signal) : error;
    } finally {
      followed.done();
    }
  };
  return async (text, parameters, rows) => {
    try {
      return await send(text, parameters, rows);
    } catch (error) {
      const wasNeighbours = isCancellation(error) && performance.now() - deadline.lastCancelAt() < 5_000;
      if (!wasNeighbours || currentRequestScope()?.signal.aborted) throw error;
      return await send(text, parameters, rows);
    }
  };
}

const isCancellation = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === "57014" && error.message.includes("user request");
