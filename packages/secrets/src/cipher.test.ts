import { expect, test } from "vitest";
import { cipher } from "./cipher.ts";

const first = "first secret of thirty-two letters or more";
const second = "second secret of thirty-two letters or more";

test("opens what it sealed, and seals the same secret differently each time", () => {
  const { seal, open } = cipher([first]);
  const sealed = seal("geheim 🔑", "a place");
  expect(open(sealed, "a place")).toBe("geheim 🔑");
  expect(seal("geheim 🔑", "a place")).not.toBe(sealed);
  expect(sealed).not.toContain("geheim");
});

test("opens nothing that was moved, changed or sealed by a stranger", () => {
  const { seal, open } = cipher([first]);
  const sealed = seal("secret", "user 1");
  expect(() => open(sealed, "user 2")).toThrow();
  expect(() => open(`${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`, "user 1")).toThrow();
  expect(() => cipher([second]).open(sealed, "user 1")).toThrow(/unknown key/);
  expect(() => open("plain text", "user 1")).toThrow();
});

test("opens what was sealed before a new secret was put in front", () => {
  const sealed = cipher([first]).seal("secret", "place");
  const rotated = cipher([second, first]);
  expect(rotated.open(sealed, "place")).toBe("secret");
  expect(() => cipher([first]).open(rotated.seal("secret", "place"), "place")).toThrow();
});

test.each([[[]], [["short"]]])("refuses to seal with %j", (secrets) => {
  expect(() => cipher(secrets)).toThrow(RangeError);
});
