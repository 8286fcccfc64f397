import { expect, test } from "vitest";
import { sessionCookie } from "./session-cookie.ts";

const end = new Date("2026-04-01T00:00:00Z");

test("binds the cookie to the host and to HTTPS in production", () => {
  expect(sessionCookie(true).serialize("token", end).split("; ")).toEqual([
    "__Host-ashlar_session=token",
    "Expires=Wed, 01 Apr 2026 00:00:00 GMT",
    "HttpOnly",
    "Path=/",
    "SameSite=Lax",
    "Secure",
  ]);
});

test("keeps scripts and other sites away from it in development too", () => {
  const cookie = sessionCookie(false).serialize("token", end);
  expect(cookie).toContain("ashlar_session=token; ");
  expect(cookie).toContain("HttpOnly; Path=/; SameSite=Lax");
  expect(cookie).not.toContain("Secure");
});

test("takes the cookie back under the same name and attributes", () => {
  const attributes = "Max-Age=0; Path=/; SameSite=Lax; Secure";
  expect(sessionCookie(true).clear()).toBe(`__Host-ashlar_session=; HttpOnly; ${attributes}`);
});

test("lets pages of other sites send it where asked to, secure and kept for each site alone", () => {
  const forOtherSites = sessionCookie(true, "none");
  expect(forOtherSites.serialize("token", end)).toMatch(/; Path=\/; SameSite=None; Secure; Partitioned$/);
  expect(forOtherSites.clear()).toMatch(/; SameSite=None; Secure; Partitioned$/);
  expect(sessionCookie(false, "none").clear()).toContain("; Secure");
});
