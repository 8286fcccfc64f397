import type { SessionProof } from "./recent-proof.ts";

export type ProofReader = {
  /** What the user behind a live session has proved in it; null when there is no such session. */
  readonly proofOf: (userId: string, sessionId: string) => Promise<SessionProof | null>;
};

export type ProofWriter = ProofReader & {
  /** Writes down that the person behind a session has proved once more who they are. */
  readonly prove: (userId: string, sessionId: string, at: Date) => Promise<void>;
  /** Whether a second factor was shown in a session, at sign-in or since. */
  readonly hasSecondFactor: (userId: string, sessionId: string) => Promise<boolean>;
  /**
   * Writes down that a second factor was shown in a session; the last time counts.
   *
   * Once it has committed, every process reads again what the session may do, within one second if it is not notified.
   */
  readonly showSecondFactor: (userId: string, sessionId: string, at: Date) => Promise<void>;
  /** Takes it from all of the user's sessions, as soon. */
  readonly forgetSecondFactor: (userId: string) => Promise<void>;
};
