import { encodeBase32UpperCaseNoPadding } from "@oslojs/encoding";
import { expect, test } from "vitest";
import { osloTotpCodes } from "./oslo-totp-codes.ts";

const codes = osloTotpCodes("Ashlar");
const secret = encodeBase32UpperCaseNoPadding(new TextEncoder().encode("12345678901234567890"));

test.each([
  [59_000, "287082", 1],
  [1_111_111_109_000, "081804", 37_037_036],
  [1_234_567_890_000, "005924", 41_152_263],
  [20_000_000_000_000, "353130", 666_666_666],
])("knows the code of RFC 6238 at %i ms", (atMs, code, step) => {
  expect(codes.matchingStep(secret, code, new Date(atMs))).toBe(step);
  expect(codes.matchingStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, new Date(atMs))).toBe(step);
});

test("takes a code for half a minute before and after its own, and no longer", () => {
  const at = (ms: number) => codes.matchingStep(secret, "081804", new Date(ms));
  const start = 37_037_036 * 30_000;
  expect([at(start - 30_000), at(start + 59_999)]).toEqual([37_037_036, 37_037_036]);
  expect([at(start - 30_001), at(start + 60_000)]).toEqual([null, null]);
});

test.each(["", "12345", "1234567", "abcdef", "２８７０８２", "287082\n"])("takes %j for no code", (typed) => {
  expect(codes.matchingStep(secret, typed, new Date(59_000))).toBeNull();
});

test("makes secrets of 160 bits, and an address that apps understand", () => {
  expect(codes.newSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(codes.newSecret()).not.toBe(codes.newSecret());
  expect(codes.uri(secret, "ada@example.com")).toBe(
    `otpauth://totp/Ashlar:ada%40example.com?issuer=Ashlar&algorithm=SHA1&secret=${secret}&period=30&digits=6`,
  );
});
