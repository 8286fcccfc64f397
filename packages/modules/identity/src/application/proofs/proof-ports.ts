export type ProofReader = {
  /** When the person behind a live session last proved who they are; null when there is no such session. */
  readonly provedAt: (userId: string, sessionId: string) => Promise<Date | null>;
};

export type ProofWriter = {
  /** Writes down that the person behind a session has proved anew who they are. */
  readonly prove: (userId: string, sessionId: string, at: Date) => Promise<void>;
  /** Writes down that signing in has proved nothing that a sensitive change may rest on. */
  readonly withhold: (userId: string, sessionId: string) => Promise<void>;
};
