import type { Actor } from "@ashlar/kernel";
import { expect, it } from "vitest";
import { countDeprecatedCalls } from "./deprecated-calls.ts";

const at = (ms: number) => ({ now: () => new Date(ms) });
const user = (userId: string): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(),
  via: "session",
});
const call = (path: string, actor: Actor | null, isDeprecated = true) => ({
  path,
  entry: { deprecated: isDeprecated ? { since: "2026-01-01" } : undefined },
  context: { actor },
});

it("counts calls and different callers per deprecated procedure, and nothing else", () => {
  const { observe, usage } = countDeprecatedCalls(at(5));
  observe(call("old.one", user("a")));
  observe(call("old.one", user("a")));
  observe(call("old.one", user("b")));
  observe(call("old.two", null));
  observe(call("new.one", user("a"), false));
  expect([...usage()]).toEqual([
    ["old.one", { calls: 3, callers: 2, lastCalledAt: new Date(5) }],
    ["old.two", { calls: 1, callers: 0, lastCalledAt: new Date(5) }],
  ]);
});

it("remembers when the last call was", () => {
  const times = [1, 2, 9];
  const { observe, usage } = countDeprecatedCalls({ now: () => new Date(times.shift() ?? 0) });
  for (let count = 0; count < 3; count += 1) observe(call("old.one", null));
  expect(usage().get("old.one")?.lastCalledAt).toEqual(new Date(9));
});

it("keeps a bounded number of callers in memory", () => {
  const { observe, usage } = countDeprecatedCalls(at(0));
  for (let id = 0; id < 1_500; id += 1) observe(call("old.one", user(String(id))));
  expect(usage().get("old.one")).toMatchObject({ calls: 1_500, callers: 1_000 });
});
