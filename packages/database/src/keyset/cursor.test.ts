import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { isTimestampKey } from "./timestamp-key.ts";

const key = { value: "2026-03-01T10:00:00.123Z", id: "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11" };
const list = "posts.createdAt.desc";
const refused = expect.objectContaining({
  code: "VALIDATION_FAILED",
  details: { issues: [expect.objectContaining({ field: "cursor" })] },
});
const cursorOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");

describe("a cursor", () => {
  it("reads back exactly what was written", () => {
    expect(decodeCursor(list, encodeCursor(list, key), isTimestampKey)).toEqual(key);
    const word = { ...key, value: 'Ünïcode "quoted" 👋' };
    expect(decodeCursor(list, encodeCursor(list, word), () => true)).toEqual(word);
  });

  it("is refused on another list or order", () => {
    expect(() => decodeCursor("posts.createdAt.asc", encodeCursor(list, key), isTimestampKey)).toThrow(
      refused,
    );
  });

  it.each([
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("{").toString("base64url")],
    ["null", cursorOf(null)],
    ["an object", cursorOf({ 0: list, 1: key.value, 2: key.id, length: 3 })],
    ["too short", cursorOf([list, key.value])],
    ["an id that is none", cursorOf([list, key.value, "1 or 1=1"])],
    ["a number for a value", cursorOf([list, 5, key.id])],
    ["a time that does not exist", cursorOf([list, "2026-13-45T10:00:00.123Z", key.id])],
  ])("names the field when it holds %s", (_, cursor) => {
    expect(() => decodeCursor(list, cursor, isTimestampKey)).toThrow(refused);
  });

  it("keeps text that the database cannot hold out of the query, whatever the column allows", () => {
    expect(() => decodeCursor(list, cursorOf([list, "a\u0000", key.id]), () => true)).toThrow(refused);
    expect(() => decodeCursor(list, cursorOf([list, "\ud800", key.id]), () => true)).toThrow(refused);
  });
});
