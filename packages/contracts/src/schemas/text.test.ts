import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { line, text } from "./text.ts";

const accepts = (value: string): boolean => line(1, 100).safeParse(value).success;

/** One of each kind of character that shows nothing. */
const unseen = [
  "\u0020",
  "\u00a0",
  "\u3000",
  "\u200b",
  "\u200d",
  "\u2060",
  "\ufeff",
  "\u00ad",
  "\u034f",
  "\u061c",
  "\u115f",
  "\u1160",
  "\u17b4",
  "\u180e",
  "\u3164",
  "\uffa0",
  "\u2800",
  "\ufe0f",
  "\ufff9",
  "\ue000",
  "\u0301",
  "\u20dd",
  "\u{e0041}",
  "\u{e0100}",
  "\u{10ffff}",
];

describe("text that cannot be seen", () => {
  test("is refused whatever of it is put together, and accepted around a letter", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...unseen), { minLength: 1, maxLength: 8 }), (characters) => {
        const value = characters.join("");
        expect([value, accepts(value), text(1, 100).safeParse(value).success]).toEqual([value, false, false]);
        expect(accepts(`${value}a`)).toBe(true);
      }),
    );
  });

  test.each([
    "a",
    "1",
    "!",
    "\u00e9",
    "e\u0301",
    "\u0915\u094d",
    "\u65e5\u672c",
    "\u05d0",
    "\ud83d\ude00",
    "\ud83d\udc69\u200d\ud83d\udc69",
    "\u20ac",
  ])("is not %s", (value) => expect(accepts(value)).toBe(true));
});

test("both spellings of a text are one, and the bound counts the one that is kept", () => {
  expect(text(1, 1).parse("e\u0301")).toBe("\u00e9");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
      const [composed, decomposed] = [value.normalize("NFC"), value.normalize("NFD")].map((each) =>
        text(0, 1_000).safeParse(each),
      );
      expect(composed?.data).toBe(decomposed?.data);
    }),
  );
});

test("an empty text is accepted where a text may be empty", () => {
  expect(text(0, 10).parse("")).toBe("");
});
