type Caller = {
  readonly userId: string;
  /** The public id of the session or key in use; null for `system`. */
  readonly sessionId: string | null;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
};

/** A person in a session, or the service itself: whatever the account may do. */
export type UnscopedActor = Caller & { readonly via: "session" | "system" };

/** A key or token: its permissions are among its scopes, and what belongs to its owner needs a scope as well. */
export type ScopedActor = Caller & {
  readonly via: "api-key" | "access-token";
  readonly scopes: ReadonlySet<string>;
};

/** Who is calling, established once per request and never null where a procedure is not public. */
export type Actor = UnscopedActor | ScopedActor;

/** Reports whether the actor is a key or token, which may do what its scopes name and nothing else. */
export const isScoped = (actor: Actor): actor is ScopedActor =>
  actor.via === "api-key" || actor.via === "access-token";

/** Whether the actor is that user. */
export const isSelf = (actor: Actor | null, userId: string): boolean => actor?.userId === userId;
