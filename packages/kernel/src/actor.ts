/** Who is calling, established once per request and never null where a procedure is not public. */
export type Actor = {
  readonly userId: string;
  /** The public id of the session or key in use; null for `system`. */
  readonly sessionId: string | null;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  readonly via: "session" | "api-key" | "access-token" | "system";
};

/** Tells whether the actor holds a permission such as `posts:write`; nobody holds none. */
export const holds = (actor: Actor | null, permission: string): boolean =>
  actor?.permissions.has(permission) ?? false;

/** Tells whether the actor is that user. */
export const isSelf = (actor: Actor | null, userId: string): boolean => actor?.userId === userId;
