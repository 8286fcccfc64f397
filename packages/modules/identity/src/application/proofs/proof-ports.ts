export type ProofReader = {
  /** When the person behind a live session last proved who they are; null when there is no such session. */
  readonly provedAt: (userId: string, sessionId: string) => Promise<Date | null>;
};

export type ProofWriter = {
  /** Writes down that the person behind a session has proved anew who they are. */
  readonly prove: (userId: string, sessionId: string, at: Date) => Promise<void>;
  /** Writes down that signing in has proved nothing that a sensitive change may rest on. */
  readonly withhold: (userId: string, sessionId: string) => Promise<void>;
  /** Tells whether a second factor was shown in a session, at sign-in or since. */
  readonly hasSecondFactor: (userId: string, sessionId: string) => Promise<boolean>;
  /**
   * Writes down that a second factor was shown in a session; the first time counts.
   *
   * Once it has committed, every process reads anew what the session may do, within one second if it is not notified.
   */
  readonly showSecondFactor: (userId: string, sessionId: string, at: Date) => Promise<void>;
  /** Takes it from all of the user's sessions, as soon. */
  readonly forgetSecondFactor: (userId: string) => Promise<void>;
};
