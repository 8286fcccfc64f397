import { boundedText } from "./bounded-text.ts";
import type { RawAnswer } from "./peer-answer.ts";
import { PeerFault } from "./peer-fault.ts";
import type { PeerRequest } from "./peer-request.ts";

export type Wire = {
  readonly peer: string;
  /** Base included, no slash at its end. */
  readonly baseUrl: string;
  /** Longest answer that is read. */
  readonly maximumAnswerBytes: number;
};

export type Attempt = {
  readonly request: PeerRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly isChange: boolean;
  /** The call's own end: the request's deadline, or a client that left. */
  readonly callSignal: AbortSignal;
  /** How long this attempt may take; never beyond the call's end. */
  readonly timeoutMs: number;
  /** The call ends before the peer has had its usual time; silence is then not the peer's fault. */
  readonly isCutShort: boolean;
};

/** Codes of a connection that was never made: the peer cannot have acted. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * Sends one attempt and reads its answer whole; a redirect is not followed.
 *
 * @throws PeerFault when no whole answer came in time.
 */
export async function sendAttempt(wire: Wire, attempt: Attempt): Promise<RawAnswer> {
  const { request, headers, callSignal, timeoutMs } = attempt;
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    const response = await fetch(wire.baseUrl + request.target, {
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "error",
      signal: AbortSignal.any([callSignal, timeout]),
    });
    const text = await boundedText(response, wire.maximumAnswerBytes);
    return { status: response.status, retryAfterSeconds: retryAfterOf(response.headers), text };
  } catch (error) {
    throw faultOf(wire.peer, attempt, timeout, error);
  }
}

function faultOf(peer: string, attempt: Attempt, timeout: AbortSignal, error: unknown): PeerFault {
  const { isChange: outcomeUnknown, callSignal, timeoutMs } = attempt;
  if (callSignal.aborted) {
    const facts = { isTransient: false, isPeersFault: false, outcomeUnknown };
    return new PeerFault(`The call to ${peer} was given up.`, facts, { cause: error });
  }
  if (timeout.aborted) {
    const facts = { isTransient: true, isPeersFault: !attempt.isCutShort, outcomeUnknown };
    return new PeerFault(`${peer} did not answer within ${Math.round(timeoutMs)} ms.`, facts, {
      cause: error,
    });
  }
  if (neverSent.has(codeOf(error))) {
    const facts = { isTransient: true, isPeersFault: true, outcomeUnknown: false };
    return new PeerFault(`${peer} cannot be reached.`, facts, { cause: error });
  }
  const isTooLong = error instanceof RangeError;
  const facts = { isTransient: !isTooLong, isPeersFault: true, outcomeUnknown };
  return new PeerFault(`${peer} broke off its answer.`, facts, { cause: error });
}

/** `fetch` wraps what the socket said, once or twice. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = Reflect.get(cause, "code");
    if (typeof code === "string") return code;
  }
  return "";
}

/** Seconds only; a date is not believed across clocks. */
function retryAfterOf(headers: Headers): number {
  const text = headers.get("retry-after") ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) : 0;
}
