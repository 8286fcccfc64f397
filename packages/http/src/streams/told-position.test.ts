import { expect, test } from "vitest";
import { toldPosition } from "./told-position.ts";

test("never falls back behind a message that went out, though the stream has not gone on since", () => {
  const state = { position: "1" };
  const told = toldPosition(() => state.position);
  expect(told.current()).toBe("1");
  // Others' events passed before the message.
  state.position = "3";
  told.tell("4");
  expect(told.current()).toBe("4");
  // It is asked for the next, and knows that the message was taken.
  state.position = "4";
  expect(told.current()).toBe("4");
  state.position = "6";
  expect(told.current()).toBe("6");
  expect(told.current()).toBe("6");
});

test("of a stream that knows no position but its first, it is the last message", () => {
  const told = toldPosition(() => "0");
  told.tell("1");
  told.tell("2");
  expect(told.current()).toBe("2");
});
