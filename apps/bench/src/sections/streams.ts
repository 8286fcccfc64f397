import { openDatabase } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import { createSpine } from "@ashlar/spine";
import { noLog } from "../candidates/no-log.ts";
import { startCandidate } from "../load/candidate.ts";
import { getRequest } from "../load/http-request.ts";
import { nowMs } from "../load/now-ms.ts";
import { signedIn } from "../load/signed-in.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import { type StreamFigures, streamLoad } from "../load/stream-load.ts";
import type { Section } from "./section.ts";

const load = { clients: 1_000, perSecond: 10, durationMs: 8_000 };
const streamed = { accept: "text/event-stream" };

/** Writes events of orders from this process: those of the server hear of them as of any other node's. */
async function announcer(url: string) {
  const database = openDatabase({ url, applicationName: "bench" });
  const spine = createSpine({ database, log: noLog });
  const write = spine.unitOfWork(() => ({}));
  return {
    announce: async () => {
      const id = uuidV7();
      const data = { orderId: id, buyerId: id };
      await write(({ events }) =>
        events.append({ type: "order.fulfilled", aggregateId: id, data, isFirst: true }),
      );
      return { id, atMs: nowMs() };
    },
    close: async () => {
      await spine.close();
      await database.close();
    },
  };
}

async function rawStreams(): Promise<StreamFigures> {
  const candidate = await startCandidate("raw node:http", "raw-streams.ts", []);
  const announce = async () => {
    const orderId = uuidV7();
    const data = { orderId, buyerId: orderId, event: "order.fulfilled", status: "fulfilled", sequence: 1 };
    const atMs = nowMs();
    candidate.tell({ text: `id: 1-1\ndata: ${JSON.stringify({ ...data, at: new Date() })}\n\n` });
    return { id: orderId, atMs };
  };
  const figures = await streamLoad({ ...load, candidate, request: getRequest("/"), announce });
  await candidate.stop();
  return figures;
}

async function ashlarStreams(url: string, path: string): Promise<StreamFigures> {
  const candidate = await startAshlar("Ashlar", { url, runsJobs: false });
  const { headers } = await signedIn(candidate);
  const { announce, close } = await announcer(url);
  const request = getRequest(path, { ...headers, ...streamed });
  const figures = await streamLoad({ ...load, candidate, request, announce });
  await close();
  await candidate.stop();
  return figures;
}

const rowOf = (name: string, { p50Ms, p99Ms, bytesAClient }: StreamFigures): string[] => [
  name,
  p50Ms.toFixed(1),
  p99Ms.toFixed(1),
  (bytesAClient / 1_024).toFixed(0),
];

export const streams: Section = {
  name: "streams",
  summary: "1,000 clients of orders.changes receive each of 10 events/s, by REST and by tRPC",
  run: async ({ databases }) => {
    const url = await databases.filled();
    return {
      title:
        "From an event's commit to its arrival at each of 1,000 clients, at 10 events/s; every client got every event once",
      columns: ["80 events, after 10 to 100 clients", "p50 ms", "p99 ms", "KiB a client"],
      rows: [
        rowOf("raw node:http, one text for all, no database", await rawStreams()),
        rowOf("Ashlar, REST", await ashlarStreams(url, "/api/v1/orders/changes")),
        rowOf("Ashlar, tRPC", await ashlarStreams(url, "/trpc/orders.changes")),
      ],
    };
  },
};
