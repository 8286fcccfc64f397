/** What the client of a stream has been told to resume after. */
export type ToldPosition = {
  /** A message goes out. */
  readonly tell: (id: string) => void;
  readonly current: () => string;
};

/**
 * Follows the position of a stream, and never falls back behind a message that went out: a stream knows that its last
 * message was taken only when it is asked for the next, which a slow client delays.
 */
export function toldPosition(position: () => string): ToldPosition {
  let seen = position();
  let told = seen;
  return {
    tell: (id) => {
      seen = position();
      told = id;
    },
    current: () => {
      const now = position();
      if (now !== seen) {
        seen = now;
        told = now;
      }
      return told;
    },
  };
}
