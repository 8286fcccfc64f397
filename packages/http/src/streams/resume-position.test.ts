import { expect, test } from "vitest";
import { resumePosition } from "./resume-position.ts";

test("never falls back behind a message that went out, though the stream has not gone on since", () => {
  const state = { position: "1" };
  const resumeAfter = resumePosition(() => state.position);
  expect(resumeAfter.current()).toBe("1");
  // Others' events passed before the message.
  state.position = "3";
  resumeAfter.advance("4");
  expect(resumeAfter.current()).toBe("4");
  // It is asked for the next, and knows that the message was taken.
  state.position = "4";
  expect(resumeAfter.current()).toBe("4");
  state.position = "6";
  expect(resumeAfter.current()).toBe("6");
  expect(resumeAfter.current()).toBe("6");
});

test("of a stream that knows no position but its first, it is the last message", () => {
  const resumeAfter = resumePosition(() => "0");
  resumeAfter.advance("1");
  resumeAfter.advance("2");
  expect(resumeAfter.current()).toBe("2");
});
