import { expect, test } from "vitest";
import { isRecentProof } from "./recent-proof.ts";

test("takes a proof for recent for ten minutes and not a millisecond longer", () => {
  const provedAt = new Date("2026-01-01T00:00:00.000Z");
  expect(isRecentProof(provedAt, provedAt)).toBe(true);
  expect(isRecentProof(provedAt, new Date("2026-01-01T00:09:59.999Z"))).toBe(true);
  expect(isRecentProof(provedAt, new Date("2026-01-01T00:10:00.000Z"))).toBe(false);
});
