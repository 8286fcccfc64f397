import fc from "fast-check";
import { expect, test } from "vitest";
import { serverSentEventParser } from "./server-sent-event.ts";

const parsed = (...parts: readonly string[]) => {
  const parser = serverSentEventParser("");
  return parts.flatMap((part) => parser.push(part));
};

test("the examples of the standard are read as it says", () => {
  expect(parsed("data: YHOO\ndata: +2\ndata: 10\n\n")).toEqual([
    { type: "message", data: "YHOO\n+2\n10", lastEventId: "" },
  ]);
  expect(parsed(": test stream\n\ndata: first\nid: 1\n\ndata:second\nid\n\ndata:  third\n\n")).toEqual([
    { type: "message", data: "first", lastEventId: "1" },
    { type: "message", data: "second", lastEventId: "" },
    { type: "message", data: " third", lastEventId: "" },
  ]);
  expect(parsed("data\n\ndata\ndata\n\ndata:")).toEqual([
    { type: "message", data: "", lastEventId: "" },
    { type: "message", data: "\n", lastEventId: "" },
  ]);
});

test("an event has its type, and the next one starts afresh", () => {
  expect(parsed("event: ping\ndata: 1\n\ndata: 2\n\n").map(({ type }) => type)).toEqual(["ping", "message"]);
});

test("an id lasts until the next, and an id without data counts", () => {
  expect(parsed("id: 7\n\ndata: a\n\n")).toEqual([{ type: "message", data: "a", lastEventId: "7" }]);
  expect(serverSentEventParser("6").push("data: a\n\n")[0]?.lastEventId).toBe("6");
});

test("unknown fields are passed over, those of every object too", () => {
  expect(parsed("toString: x\n__proto__: y\nnothing\ndata: a\n\n")).toHaveLength(1);
});

test("only digits set the reconnection time", () => {
  const parser = serverSentEventParser("");
  parser.push("retry: soon\n");
  expect(parser.retryMs()).toBeUndefined();
  parser.push("retry: 250\n");
  expect(parser.retryMs()).toBe(250);
});

test("where the text is cut makes no difference, whatever ends its lines", () => {
  const line = fc.constantFrom("data: a", "data: b:c", "event: e", "id: 9", ": remark", "");
  const ending = fc.constantFrom("\n", "\r\n", "\r");
  const stream = fc
    .tuple(fc.array(line), ending)
    .map(([lines, end]) => lines.map((text) => text + end).join(""));
  fc.assert(
    fc.property(stream, fc.array(fc.nat(60)), (text, cuts) => {
      const places = [0, ...cuts.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
      const parts = places.slice(1).map((end, index) => text.slice(places[index], end));
      expect(parsed(...parts, "\n")).toEqual(parsed(`${text}\n`));
    }),
  );
});
