import { type Access, query, type Scope } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { z } from "zod";
import { gateOf, viewerOf } from "./gate.ts";
import { Forbidden, Unauthenticated } from "./refusals.ts";

const entry = (access: Access, scope?: Scope) =>
  query("GET /thing", { summary: "Reads it.", access, ...(scope && { scope }), output: z.void() });

const facts = { userId: "u", sessionId: "s", roles: [] };
const person = (...permissions: string[]): Actor => ({
  ...facts,
  permissions: new Set(permissions),
  via: "session",
});
const key = (scopes: readonly string[], permissions: readonly string[] = []): Actor => ({
  ...facts,
  permissions: new Set(permissions),
  scopes: new Set(scopes),
  via: "api-key",
});

test("stops a key before the owner rule unless it has the rule's permission or the entry's own scope", () => {
  const own = gateOf(entry("owner or orders:read"));
  expect(() => own({ actor: person() })).not.toThrow();
  expect(() => own({ actor: key(["orders:read"]) })).not.toThrow();
  expect(() => own({ actor: key(["orders:write"]) })).toThrow(Forbidden);
  const named = gateOf(entry("owner or users:read", "profile:read"));
  expect(() => named({ actor: key(["profile:read"]) })).not.toThrow();
  expect(() => named({ actor: key(["users:read"]) })).not.toThrow();
  expect(() => named({ actor: key(["profile:write"]) })).toThrow(Forbidden);
});

test("asks for a permission of the owner, not for a scope of that name alone", () => {
  const gate = gateOf(entry("orders:write"));
  expect(() => gate({ actor: key(["orders:write"]) })).toThrow(Forbidden);
  expect(() => gate({ actor: key(["orders:write"], ["orders:write"]) })).not.toThrow();
});

test("keeps for sessions what is theirs, unless the entry names a scope", () => {
  expect(() => gateOf(entry("session"))({ actor: null })).toThrow(Unauthenticated);
  expect(() => gateOf(entry("session"))({ actor: key(["profile:read"]) })).toThrow(Forbidden);
  expect(() => gateOf(entry("session", "profile:read"))({ actor: key(["profile:read"]) })).not.toThrow();
});

test("shows a key without the scope what a visitor sees", () => {
  const seenAs = viewerOf(entry("public", "posts:read"));
  const reader = key(["posts:read"]);
  expect(seenAs(reader)).toBe(reader);
  expect(seenAs(key(["orders:read"]))).toBeNull();
  expect(seenAs(person())).not.toBeNull();
  expect(viewerOf(entry("public"))(reader)).toBeNull();
});
