import { createHash, timingSafeEqual } from "node:crypto";
import type { Credential } from "@ashlar/http";
import type { Actor } from "@ashlar/kernel";

const caller: Actor = {
  userId: "service",
  sessionId: null,
  roles: [],
  permissions: new Set(),
  via: "system",
};

/** Knows a calling service by the secret that both share, in constant time. */
export function serviceAuthentication(token: string): (credential: Credential) => Promise<Actor | null> {
  const expected = digest(token);
  return async (credential) =>
    credential.via === "bearer" && timingSafeEqual(digest(credential.token), expected) ? caller : null;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
