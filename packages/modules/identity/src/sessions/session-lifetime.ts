const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long a session lasts; the same for everybody. */
export const sessionLifetime = {
  /** Unused for so long, it ends. */
  idleMs: 30 * dayMs,
  /** However much it is used, it ends. */
  absoluteMs: 90 * dayMs,
  /** Its use is written down at most so often, so that a busy session is not a busy row. */
  renewalMs: hourMs,
  /** Newest sessions that a user keeps; signing in once more ends the oldest. */
  maximumPerUser: 100,
} as const;

type Times = { readonly createdAt: Date; readonly lastSeenAt: Date };

/** The moment after which the session cannot be alive, however much it is used. */
export const absoluteEnd = (createdAt: Date): Date =>
  new Date(createdAt.getTime() + sessionLifetime.absoluteMs);

/** When the session ends if it is used at `at` and never again. */
export const expiryAfterUse = (createdAt: Date, at: Date): Date =>
  new Date(Math.min(at.getTime() + sessionLifetime.idleMs, absoluteEnd(createdAt).getTime()));

/** Whether a use at `at` is worth writing down. */
export const isRenewalDue = ({ lastSeenAt }: Times, at: Date): boolean =>
  at.getTime() - lastSeenAt.getTime() >= sessionLifetime.renewalMs;

/** Places of sign-ins that are remembered of a user; the one not seen for longest is forgotten, and new when it comes back. */
export const maximumPlaces = 200;
