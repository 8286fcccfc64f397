import { EndedByCaller } from "@ashlar/kernel";

/** One request in progress. */
export type ActiveRequest = {
  readonly controller: AbortController;
  readonly deadlineMs: number;
  /** Whether the deadline is one of the client's own. */
  readonly isOwnDeadline: boolean;
};

/** How the requests stand; the steps that know write it, metrics read it. Totals count from the start of the process. */
export type RequestLoad = {
  running: number;
  waiting: number;
  /** Answered 503 because too many were in progress. */
  refused: number;
  /** Ended by a fault before or outside any call, which alone would be counted. */
  failed: number;
  /** Bodies that have not arrived whole. */
  awaitedBodies: number;
  /** Refused for a reason that is the caller's, by code. */
  readonly rejected: Record<string, number>;
  /** Answers by the first digit of their status. */
  readonly answers: Record<string, number>;
};

/** Counts a request that was refused for a reason that is its caller's. */
export function countRejected({ rejected }: Pick<RequestLoad, "rejected">, code: string): void {
  rejected[code] = (rejected[code] ?? 0) + 1;
}

/** The requests in progress: their deadlines, their number, and the means to end them. */
export type ActiveRequests = {
  /** @param shorterMs - A deadline of the client's own; one beyond the server's changes nothing. */
  readonly begin: (controller: AbortController, shorterMs?: number) => ActiveRequest;
  readonly end: (request: ActiveRequest) => void;
  /** Takes a request out of the deadline: a stream that lives as long as its client. */
  readonly keepOpen: (request: ActiveRequest) => void;
  readonly count: () => number;
  /** Streams that are open. */
  readonly streams: () => number;
  readonly load: RequestLoad;
  /** Ends the open streams; their clients reconnect to another node. */
  readonly endStreams: () => void;
  readonly close: () => void;
};

const sweepIntervalMs = 250;

/**
 * Tracks requests in progress and aborts those past their deadline, with one timer for all of them.
 *
 * @param timeoutMs - From a request's begin to its abort; exact to a quarter of a second.
 */
export function trackRequests(timeoutMs: number): ActiveRequests {
  const active = new Set<ActiveRequest>();
  const streams = new Set<ActiveRequest>();
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const request of active) {
      if (request.deadlineMs > nowMs) continue;
      active.delete(request);
      request.controller.abort(request.isOwnDeadline ? new EndedByCaller("deadline") : deadlinePassed());
    }
  }, sweepIntervalMs);
  sweep.unref();
  return {
    begin: (controller, shorterMs = timeoutMs) => {
      const deadlineMs = performance.now() + Math.min(timeoutMs, shorterMs);
      const request = { controller, deadlineMs, isOwnDeadline: shorterMs < timeoutMs };
      active.add(request);
      return request;
    },
    end: (request) => {
      active.delete(request);
      streams.delete(request);
    },
    keepOpen: (request) => {
      // One that has ended meanwhile ends no more, and would be counted for ever.
      if (active.delete(request)) streams.add(request);
    },
    count: () => active.size + streams.size,
    streams: () => streams.size,
    load: { running: 0, waiting: 0, refused: 0, failed: 0, awaitedBodies: 0, rejected: {}, answers: {} },
    endStreams: () => {
      for (const { controller } of streams)
        controller.abort(new DOMException("The server is stopping.", "AbortError"));
    },
    close: () => clearInterval(sweep),
  };
}

const deadlinePassed = (): DOMException =>
  new DOMException("The deadline of the request has passed.", "TimeoutError");
