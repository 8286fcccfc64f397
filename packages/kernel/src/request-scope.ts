import { AsyncLocalStorage } from "node:async_hooks";
import type { ReadAfter } from "./read-after.ts";
import type { Tracer } from "./tracer.ts";

/** What a log line needs of a logger; `fields` are structured and redacted by the logger. */
export type Log = {
  readonly debug: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** The facts of the work in progress that cross every layer: who asked, until when, and where to write. */
export type RequestScope = {
  /** `X-Request-Id`, 1–128 characters of `[A-Za-z0-9._-]`. */
  readonly requestId: string;
  /** W3C `traceparent` of the request, for outbound calls and events. */
  readonly traceparent: string;
  /** The client's, behind trusted proxies; absent where no client is waiting, as in a job. */
  readonly address?: string | null;
  /** Aborts when the deadline passes or the client leaves, see `EndedByCaller`; queries and outbound calls end with it. */
  readonly signal: AbortSignal;
  /** When the deadline passes, on the scale of `performance.now()`; absent where there is none. */
  readonly deadlineAtMs?: number;
  /** Whether the caller has set that deadline, and not the server. */
  readonly isOwnDeadline?: boolean;
  readonly log: Log;
  /** Present where the trace in progress is recorded; see `inSpan`. */
  readonly tracer?: Tracer | undefined;
  /** What the reads must see; absent where only the primary is read. */
  readonly readAfter?: ReadAfter;
};

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs `work` with the facts of one request; everything it awaits sees them. */
export const inRequestScope = <Result>(scope: RequestScope, work: () => Result): Result =>
  storage.run(scope, work);

/** The facts of the request in progress; undefined at start-up, in scripts and in timers. */
export const currentRequestScope = (): RequestScope | undefined => storage.getStore();
