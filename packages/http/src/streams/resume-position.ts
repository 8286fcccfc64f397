/** Position after which a client of a stream resumes. */
export type ResumePosition = {
  /** A message goes out. */
  readonly advance: (id: string) => void;
  readonly current: () => string;
};

/**
 * Follows the position of a stream, and never falls back behind a message that went out: a stream knows that its last
 * message was taken only when it is asked for the next, which a slow client delays.
 */
export function resumePosition(position: () => string): ResumePosition {
  let seen = position();
  let sent = seen;
  return {
    advance: (id) => {
      seen = position();
      sent = id;
    },
    current: () => {
      const now = position();
      if (now !== seen) {
        seen = now;
        sent = now;
      }
      return sent;
    },
  };
}
