import { setTimeout as wait } from "node:timers/promises";
import type { Receipts, StreamCommand } from "../candidates/stream-clients.ts";
import { percentile } from "../report/percentile.ts";
import type { Candidate } from "./candidate.ts";
import { startProcess } from "./process-under-test.ts";
import { until } from "./until.ts";

export type StreamPlan = {
  readonly candidate: Candidate;
  readonly request: string;
  /** Makes an event. @returns The order's id and when the event was committed. */
  readonly announce: () => Promise<{ readonly id: string; readonly atMs: number }>;
  readonly clients: number;
  readonly perSecond: number;
  readonly durationMs: number;
};

export type StreamFigures = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By which the server's resident memory has grown, for each client. */
  readonly bytesAClient: number;
};

const warmClients = 100;
const count = { ask: "count" };

/**
 * Opens streams and makes events at a rate.
 *
 * @throws Error when a client has not received every event once within half a minute of the last.
 */
export async function streamLoad(plan: StreamPlan): Promise<StreamFigures> {
  const { candidate, request, announce, clients, perSecond, durationMs } = plan;
  const listening = await startProcess("stream-clients.ts", []);
  const connect = (count: number): Promise<unknown> => {
    const command: StreamCommand = { port: candidate.port, request, clients: count };
    return listening.ask(command);
  };
  const announced = async (length: number, streams: number) => {
    const startedMs = performance.now();
    const events: Awaited<ReturnType<typeof announce>>[] = [];
    for (let index = 0; index < length; index += 1) {
      await wait(Math.max(0, startedMs + (index * 1_000) / perSecond - performance.now()));
      events.push(await announce());
    }
    const due = events.length * streams;
    await until("every client has received every event", async () => (await listening.ask(count)) === due);
    // One that is received twice comes late.
    await wait(200);
    // Sound: that is what the process answers.
    return { events, receipts: (await listening.ask({ ask: "receipts" })) as Receipts };
  };
  try {
    // The first clients pay for what all of them share: code, pools, buffers.
    await connect(warmClients);
    await announced(perSecond, warmClients);
    const beforeBytes = await candidate.residentBytes();
    await connect(clients - warmClients);
    const { events, receipts } = await announced((perSecond * durationMs) / 1_000, clients);
    const afterBytes = await candidate.residentBytes();
    if (receipts.open !== clients) throw new Error(`${receipts.open} of ${clients} streams are open.`);
    const latenciesMs = events.flatMap(({ id, atMs }) => {
      const times = receipts.atMs.get(id) ?? [];
      if (times.length !== clients) throw new Error(`${times.length} of ${clients} clients received ${id}.`);
      return times.map((time) => time - atMs);
    });
    return {
      p50Ms: percentile(latenciesMs, 0.5),
      p99Ms: percentile(latenciesMs, 0.99),
      bytesAClient: (afterBytes - beforeBytes) / (clients - warmClients),
    };
  } finally {
    await listening.stop();
  }
}
