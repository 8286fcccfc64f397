import type { IncomingMessage } from "node:http";
import { MalformedRequest } from "@ashlar/rpc";
import type { RequestLoad } from "./active-requests.ts";
import type { RequestLimits } from "./app-options.ts";
import { bodyTooLarge } from "./steps/body-head.ts";

type Limits = Pick<RequestLimits, "bodyBytes" | "awaitedBodies" | "bodyGraceMs" | "bodyBytesPerSecond">;

/** Reads the body of a request whole; `client` is whom it is counted for. */
type ArrivedBody = (incoming: IncomingMessage, client: string, signal: AbortSignal) => Promise<Buffer>;

/** A body of which a part is missing. */
type Arrival = {
  readonly client: string;
  readonly signal: AbortSignal;
  readonly sinceMs: number;
  bytes: number;
  readonly refuse: (error: Error) => void;
};

/** How exactly a slow body is noticed. */
const sweepEveryMs = 250;

/**
 * Reads bodies within bounds of time, size and number.
 *
 * A body has the grace to arrive in; from its end on it must have arrived at the minimum rate. Where too many are
 * awaited, of all clients or of one, the one awaited longest gives way: bodies that come promptly leave long before, so a
 * crowd of slow ones keeps out only itself.
 *
 * @param load - Where the number of awaited bodies is kept.
 * @throws MalformedRequest 408 from the read when the body is too slow or gives way, 413 when it turns out too large, 400
 * when the client leaves before its end.
 */
export function awaitBodies(limits: Limits, load: Pick<RequestLoad, "awaitedBodies">): ArrivedBody {
  // In the order of their begin.
  const arriving = new Set<Arrival>();
  const perClient = new Map<string, number>();
  const mostPerClient = Math.ceil(limits.awaitedBodies / 2);
  const state = { isSweeping: false };

  const sweep = (): void => {
    const nowMs = performance.now();
    for (const arrival of arriving) {
      const dueBytes = ((nowMs - arrival.sinceMs - limits.bodyGraceMs) * limits.bodyBytesPerSecond) / 1_000;
      if (arrival.signal.aborted || dueBytes > arrival.bytes) arrival.refuse(tooSlow());
    }
    state.isSweeping = arriving.size > 0;
    if (state.isSweeping) setTimeout(sweep, sweepEveryMs).unref();
  };
  const begin = (arrival: Arrival): void => {
    const own = perClient.get(arrival.client) ?? 0;
    if (own >= mostPerClient) longest(arriving, arrival.client)?.refuse(tooSlow());
    else if (arriving.size >= limits.awaitedBodies) longest(arriving)?.refuse(tooSlow());
    arriving.add(arrival);
    perClient.set(arrival.client, (perClient.get(arrival.client) ?? 0) + 1);
    load.awaitedBodies = arriving.size;
    if (state.isSweeping) return;
    state.isSweeping = true;
    setTimeout(sweep, sweepEveryMs).unref();
  };
  const end = (arrival: Arrival): void => {
    arriving.delete(arrival);
    const left = (perClient.get(arrival.client) ?? 1) - 1;
    if (left === 0) perClient.delete(arrival.client);
    else perClient.set(arrival.client, left);
    load.awaitedBodies = arriving.size;
  };
  return (incoming, client, signal) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const settle = (): void => {
        end(arrival);
        incoming.off("data", onData).off("end", onEnd).off("error", onLeave).off("close", onLeave);
      };
      const refuse = (error: Error): void => {
        settle();
        reject(error);
      };
      const arrival: Arrival = { client, signal, sinceMs: performance.now(), bytes: 0, refuse };
      const onData = (chunk: Buffer): void => {
        arrival.bytes += chunk.length;
        chunks.push(chunk);
        if (arrival.bytes > limits.bodyBytes) refuse(bodyTooLarge(limits.bodyBytes));
      };
      const onEnd = (): void => {
        settle();
        const [first = Buffer.alloc(0)] = chunks;
        resolve(chunks.length > 1 ? Buffer.concat(chunks) : first);
      };
      const onLeave = (): void => refuse(incomplete());
      begin(arrival);
      incoming.on("data", onData).on("end", onEnd).on("error", onLeave).on("close", onLeave);
    });
}

function longest(arriving: Iterable<Arrival>, client?: string): Arrival | undefined {
  for (const arrival of arriving) if (client === undefined || arrival.client === client) return arrival;
  return undefined;
}

const tooSlow = (): MalformedRequest =>
  new MalformedRequest(408, "REQUEST_TIMEOUT", "The body did not arrive in time; send it without a pause.");

const incomplete = (): MalformedRequest =>
  new MalformedRequest(400, "BODY_INCOMPLETE", "The connection closed before the end of the body.");
