type Closable = { readonly close: () => Promise<void> };

/** Holds one session with a broker at a time. */
export type SessionSlot<Session> = {
  /** Opens a session where there is none; one in which anything fails is closed. */
  readonly within: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/**
 * Makes a slot whose sessions are never used again after a failure.
 *
 * Reconnection is left to whoever calls again: what a client has buffered would be sent at a time of its own.
 */
export function sessionSlot<Session extends Closable>(open: () => Promise<Session>): SessionSlot<Session> {
  let opened: Promise<Session> | null = null;
  return {
    within: async (work) => {
      opened ??= open();
      const opening = opened;
      try {
        return await work(await opening);
      } catch (error) {
        if (opened === opening) opened = null;
        await opening.then((session) => session.close()).catch(() => undefined);
        throw error;
      }
    },
    close: async () => {
      await opened?.then((session) => session.close()).catch(() => undefined);
      opened = null;
    },
  };
}
