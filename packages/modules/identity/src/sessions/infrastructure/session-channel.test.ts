import { expect, test } from "vitest";
import { parseChange } from "./session-channel.ts";

test.each(["", "user", "other:1", "user:1:2", "session"])("ignores the foreign payload %j", (payload) => {
  expect(parseChange(payload)).toBeNull();
});

test("reads what it announces", () => {
  expect(parseChange("user:1")).toEqual({ kind: "user", id: "1" });
  expect(parseChange("session:2")).toEqual({ kind: "session", id: "2" });
});
