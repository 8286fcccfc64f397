import { expect, test } from "vitest";
import { sealer } from "./sealer.ts";

const first = "first secret of thirty-two letters or more";
const second = "second secret of thirty-two letters or more";

test("opens what it sealed, and seals the same secret differently each time", () => {
  const { seal, open } = sealer([first]);
  const sealed = seal("geheim 🔑", "a place");
  expect(open(sealed, "a place")).toBe("geheim 🔑");
  expect(seal("geheim 🔑", "a place")).not.toBe(sealed);
  expect(sealed).not.toContain("geheim");
});

test("opens nothing that was moved, changed or sealed by a stranger", () => {
  const { seal, open } = sealer([first]);
  const sealed = seal("secret", "user 1");
  expect(() => open(sealed, "user 2")).toThrow();
  expect(() => open(`${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`, "user 1")).toThrow();
  expect(() => sealer([second]).open(sealed, "user 1")).toThrow(/unknown key/);
  expect(() => open("plain text", "user 1")).toThrow();
});

test("opens what was sealed before a new secret was put in front", () => {
  const sealed = sealer([first]).seal("secret", "place");
  const rotated = sealer([second, first]);
  expect(rotated.open(sealed, "place")).toBe("secret");
  expect(() => sealer([first]).open(rotated.seal("secret", "place"), "place")).toThrow();
});

test.each([[[]], [["short"]]])("refuses to seal with %j", (secrets) => {
  expect(() => sealer(secrets)).toThrow(RangeError);
});
