import { inSpan, type Log } from "@ashlar/kernel";
import { type AttemptDeps, inAttempts } from "./in-attempts.ts";
import { PeerFault } from "./peer-fault.ts";
import { type BreakerOptions, type BulkheadOptions, type PeerHealth, protection } from "./protection.ts";
import { sendAttempt } from "./send-attempt.ts";

export type TextClientOptions = {
  /** What the peer is called in messages, logs and metrics. */
  readonly name: string;
  /** What every path is put behind. */
  readonly url: string;
  readonly log: Log;
  /** All that is told beside the path: neither the id of the request in progress nor its trace goes along. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one call, answer included; default 3,000. The request's own deadline is always kept. */
  readonly timeoutMs?: number;
  readonly breaker?: BreakerOptions;
  readonly bulkhead?: BulkheadOptions;
  /** Longest answer that is read; default 1,048,576. */
  readonly maximumAnswerBytes?: number;
};

export type TextClient = {
  /**
   * Asks once.
   *
   * @param path - From its slash on; in no log and no trace.
   * @param read - Null for a text that is not what was asked for, which is the peer's fault.
   * @throws Unavailable when no such text came in time, with status 200.
   */
  readonly get: <Result>(path: string, read: (text: string) => Result | null) => Promise<Result>;
  readonly health: () => PeerHealth;
};

/** Makes the client of a service of somebody else, which has no contract of ours; as guarded as `serviceClient`. */
export function textClient(options: TextClientOptions): TextClient {
  const { name: peer, url, log, headers = {}, breaker = {}, bulkhead = {} } = options;
  const wire = {
    peer,
    baseUrl: url.replace(/\/+$/, ""),
    maximumAnswerBytes: options.maximumAnswerBytes ?? 1_048_576,
  };
  const deps: AttemptDeps = {
    wire,
    timeoutMs: options.timeoutMs ?? 3_000,
    retries: {},
    protection: protection(peer, breaker, bulkhead, log),
    log,
  };
  const span = { name: `${peer} get`, kind: "client", attributes: { "peer.service": peer } } as const;
  return {
    get: (path, read) => {
      const request = { method: "GET", target: path, body: undefined };
      return inAttempts(deps, { procedure: "get", attempts: 1 }, async (bounds) =>
        inSpan(span, async () => {
          const { status, text } = await sendAttempt(wire, { request, headers, isChange: false, ...bounds });
          if (status !== 200) throw useless(`${peer} answered ${status}.`);
          const result = read(text);
          if (result === null) throw useless(`${peer} answered something else than it was asked for.`);
          return result;
        }),
      );
    },
    health: deps.protection.health,
  };
}

const useless = (message: string): PeerFault =>
  new PeerFault(message, { isTransient: false, isPeersFault: true, outcomeUnknown: false });
