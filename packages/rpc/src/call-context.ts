import type { Actor } from "@ashlar/kernel";

/** Hands a session to the caller and takes it back, in the way its surface has: a cookie on HTTP, nothing in a script. */
export type CredentialSink = {
  readonly grantSession: (token: string, expiresAt: Date) => void;
  readonly withdrawSession: () => void;
  /** Whose session a granted one takes the place of, as a new cookie does in a browser; null where it takes none. */
  readonly replaced: () => Actor | null;
};

/** Says something beside the answer itself, in the way its surface has: a header on HTTP, nothing in a script. */
export type ResponseSink = {
  /** Sets a header of the answer, success or failure; of a batch, the last call that sets it wins. */
  readonly setHeader: (name: string, value: string) => void;
};

/** Facts of the request that a use case may need; never process things such as pools or clocks. */
export type RequestFacts = {
  readonly requestId: string;
  /** Client address behind trusted proxies; null in scripts. */
  readonly address: string | null;
  /** At most 300 characters; null when the client sends none. */
  readonly userAgent: string | null;
  /** Aborts when the deadline passes or the client leaves. */
  readonly signal: AbortSignal;
  /** Value of `Idempotency-Key`, as sent. */
  readonly idempotencyKey: string | null;
  /** The last message of a stream that the client has seen, from which the stream resumes; null for a new one. */
  readonly lastEventId: string | null;
};

/** Everything a surface establishes before a procedure is called. */
export type CallContext = {
  readonly actor: Actor | null;
  readonly request: RequestFacts;
  readonly credentials: CredentialSink;
  readonly response: ResponseSink;
  /**
   * Asks again who is calling, for a stream that outlasts the answer; null for nobody any more. Absent where the caller
   * cannot change, as in a script.
   */
  readonly reauthenticate?: (() => Promise<Actor | null>) | undefined;
};
