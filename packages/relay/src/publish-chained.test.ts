import type { RelayedEvent } from "@ashlar/spine";
import { describe, expect, it } from "vitest";
import { publishChained } from "./publish-chained.ts";

const event = (id: string): RelayedEvent => ({ id, type: "order.placed", aggregateId: "a", body: "{}" });

/** A stream with the two rules of the server: a known id is not added, and the last one must be where it was said to be. */
function stream(ids: string[], refuses?: string) {
  return {
    ids,
    lastSequence: async () => ids.length,
    publish: async ({ id }: RelayedEvent, after: number) => {
      if (ids.includes(id)) return "known" as const;
      if (id === refuses) throw new Error("too large");
      if (after !== ids.length) throw new Error(`wrong last sequence: ${ids.length}`);
      ids.push(id);
      return "stored" as const;
    },
  };
}

describe("events in a chain", () => {
  it.each([
    ["an empty stream", []],
    ["the end of a stream", ["x", "y"]],
    ["a stream that has some of them", ["x", "a", "b"]],
    ["a stream that has later ones too", ["a", "b", "c", "d", "e"]],
    ["a stream that has one in the middle", ["c"]],
  ])("are added to %s, each once", async (_what, before) => {
    const at = stream([...before]);
    await publishChained(at, ["a", "b", "c", "d"].map(event));
    expect(new Set(at.ids)).toEqual(new Set([...before, "a", "b", "c", "d"]));
    expect(at.ids).toHaveLength(new Set(at.ids).size);
  });

  it("stop at the first that is refused, so that none is ahead of an earlier one", async () => {
    const at = stream(["x"], "b");
    await expect(publishChained(at, ["a", "b", "c", "d"].map(event))).rejects.toThrow("too large");
    expect(at.ids).toEqual(["x", "a"]);
  });
});
