import { Unreachable } from "@ashlar/client";

/** What became of the calls of a load. */
export type Tally = {
  readonly requests: () => number;
  /** Failed calls by status and code, or by why there was no answer. */
  readonly failures: ReadonlyMap<string, number>;
  readonly sent: () => void;
  /** Counts a failed call. @returns How it is counted. */
  readonly failed: (error: unknown) => string;
};

export function tally(): Tally {
  const failures = new Map<string, number>();
  const state = { requests: 0 };
  return {
    requests: () => state.requests,
    failures,
    sent: () => {
      state.requests += 1;
    },
    failed: (error) => {
      const label = labelOf(error);
      failures.set(label, (failures.get(label) ?? 0) + 1);
      return label;
    },
  };
}

type CallError = {
  readonly data?: {
    readonly httpStatus?: number;
    readonly code?: string;
    readonly failure?: { readonly code?: string } | null;
  } | null;
};

/** What the system says of a connection, such as `ECONNRESET`; nothing of a time-out, whose reason says it. */
function systemCodes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? [code] : systemCodes(error.cause);
}

function labelOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Unreachable)
    return cause.reason === "network" ? ["network", ...systemCodes(cause)].join(" ") : cause.reason;
  // Sound: every field is optional, and read as what it may not be.
  const { data } = error as CallError;
  if (data?.httpStatus === undefined) return error instanceof Error ? error.message : String(error);
  return `${data.httpStatus} ${data.failure?.code ?? data.code}`;
}
