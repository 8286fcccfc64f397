import { expect, test, vi } from "vitest";
import { z } from "zod";
import { encodedEvents } from "./encoded-events.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const message = { id: "1-1", data: { name: "Ada", secret: "s" } };

test("encodes a message once, however many clients it goes to", () => {
  const output = z.object({ name: z.string() });
  const parse = vi.spyOn(output, "parse");
  const encode = encodedEvents({ output }, JSON.stringify);
  expect(text(encode(message))).toBe('id: 1-1\ndata: {"name":"Ada"}\n\n');
  expect(encode(message)).toBe(encode(message));
  expect(parse).toHaveBeenCalledTimes(1);
});

test("what one operation has encoded of a message leaves by no other", () => {
  const all = encodedEvents({ output: z.object({ name: z.string(), secret: z.string() }) }, JSON.stringify);
  const some = encodedEvents({ output: z.object({ name: z.string() }) }, JSON.stringify);
  expect(text(all(message))).toContain("secret");
  expect(text(some(message))).not.toContain("secret");
});

test("messages that are equal and not the same are each encoded", () => {
  const encode = encodedEvents({ output: z.object({ name: z.string() }) }, JSON.stringify);
  expect(encode({ ...message })).not.toBe(encode({ ...message }));
});
