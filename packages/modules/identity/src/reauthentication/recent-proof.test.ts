import { expect, test } from "vitest";
import { missingProof } from "./recent-proof.ts";

const shownAt = new Date("2026-01-01T00:00:00.000Z");
const lastMoment = new Date("2026-01-01T00:09:59.999Z");
const tooLate = new Date("2026-01-01T00:10:00.000Z");

const proof = { authenticatedAt: shownAt, factorShownAt: null, hasFactor: false };

test("takes a proof for recent for ten minutes and not a millisecond longer", () => {
  expect(missingProof(proof, shownAt)).toBeNull();
  expect(missingProof(proof, lastMoment)).toBeNull();
  expect(missingProof(proof, tooLate)).toBe("any");
});

test("asks an account with a factor for that factor, as recently, whatever else was proved", () => {
  const withFactor = { ...proof, hasFactor: true };
  expect(missingProof(withFactor, shownAt)).toBe("second-factor");
  expect(missingProof({ ...withFactor, factorShownAt: shownAt }, lastMoment)).toBeNull();
  expect(missingProof({ ...withFactor, factorShownAt: shownAt, authenticatedAt: tooLate }, tooLate)).toBe(
    "second-factor",
  );
});

test("takes no proof of a session that has ended", () => {
  expect(missingProof(null, shownAt)).toBe("any");
});
