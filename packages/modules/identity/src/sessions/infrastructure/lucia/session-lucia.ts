import { Lucia, TimeSpan } from "lucia";
import { sessionLifetime } from "../../session-lifetime.ts";
import { postgresLuciaAdapter, type SessionStore } from "./postgres-lucia-adapter.ts";
import type { SessionAttributes, UserAttributes } from "./register-lucia.ts";

type SessionLucia = Lucia<SessionAttributes, UserAttributes>;

const luciaWith = (store: SessionStore, lifetime: TimeSpan): SessionLucia =>
  new Lucia(postgresLuciaAdapter(store), {
    sessionExpiresIn: lifetime,
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  });

/** Lucia for opening and ending sessions. */
export const sessionLucia = (store: SessionStore): SessionLucia =>
  luciaWith(store, new TimeSpan(sessionLifetime.idleMs, "ms"));

/**
 * Lucia for validating tokens.
 *
 * Its own renewal is off, which a lifetime of nothing does: it knows no absolute end, and in the last half of an idle
 * window that may not grow any more it would write on every validation.
 */
export const validatingLucia = (store: SessionStore): SessionLucia => luciaWith(store, new TimeSpan(0, "ms"));
