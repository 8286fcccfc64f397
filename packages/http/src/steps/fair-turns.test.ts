import fc from "fast-check";
import { expect, test } from "vitest";
import { fairTurns, shareOf } from "./fair-turns.ts";

const never = new AbortController().signal;

function turnsOf(limit: number, queued = 100) {
  const load = { running: 0, waiting: 0 };
  const state = { limit };
  const turns = fairTurns({ limit: () => state.limit, queued, waitMs: 60_000 }, load);
  return { turns, load, state };
}

/** Lets what is settled be heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("one client alone leaves turns and places for the others", async () => {
  const { turns, load } = turnsOf(8, 8);
  const taken = Array.from({ length: 8 }, () => turns.take("a"));
  expect(taken.filter(Boolean)).toHaveLength(6);
  for (let place = 0; place < 8; place += 1) void turns.wait("a", never);
  expect(load).toEqual({ running: 6, waiting: 6 });
  expect(turns.take("b")).toBe(true);
  expect(turns.take("c")).toBe(true);
  expect(turns.take("d")).toBe(false);
  void turns.wait("d", never);
  expect(load).toEqual({ running: 8, waiting: 7 });
});

test("those that wait are admitted client by client, the oldest of each first", async () => {
  const { turns } = turnsOf(1);
  expect(turns.take("x")).toBe(true);
  const admitted: string[] = [];
  for (const name of ["a1", "a2", "a3", "b1", "c1", "b2"]) {
    void turns.wait(name.charAt(0), never).then(() => admitted.push(name));
  }
  turns.release("x");
  for (const client of ["a", "b", "c", "a", "b"]) {
    await settled();
    turns.release(client);
  }
  await settled();
  expect(admitted).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
});

test("one that leaves the queue is passed over, and its place is free", async () => {
  const { turns, load } = turnsOf(1, 2);
  turns.take("a");
  const leaving = new AbortController();
  const left = turns.wait("b", leaving.signal);
  const stays = turns.wait("b", never);
  expect(await turns.wait("c", never)).toBe("too many");
  leaving.abort();
  expect(await left).toBe("left");
  expect(load.waiting).toBe(1);
  turns.release("a");
  expect(await stays).toBe("admitted");
  expect(load).toEqual({ running: 1, waiting: 0 });
});

test("whatever comes and goes, no bound is passed, and none waits that could run", async () => {
  const client = fc.constantFrom("a", "b", "c");
  const command = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("come" as const), client }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("go" as const), client }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("limit" as const), limit: fc.integer({ min: 1, max: 9 }) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 80 }), async (commands) => {
      const { turns, load, state } = turnsOf(4, 6);
      const running = new Map<string, number>();
      const count = (of: string, by: number): unknown => running.set(of, (running.get(of) ?? 0) + by);
      for (const step of commands) {
        if (step.kind === "limit") {
          const hasRisen = step.limit > state.limit;
          state.limit = step.limit;
          if (hasRisen) turns.admit();
        } else if (step.kind === "go") {
          if ((running.get(step.client) ?? 0) === 0) continue;
          count(step.client, -1);
          turns.release(step.client);
        } else if (turns.take(step.client)) {
          count(step.client, 1);
          expect(running.get(step.client)).toBeLessThanOrEqual(shareOf(state.limit));
        } else {
          void turns.wait(step.client, never).then((how) => how === "admitted" && count(step.client, 1));
        }
        await settled();
        expect(load.running).toBe([...running.values()].reduce((sum, each) => sum + each, 0));
        expect(load.waiting).toBeLessThanOrEqual(6);
        if (load.waiting > 0 && load.running < state.limit) {
          const most = Math.max(...running.values());
          expect(most).toBeGreaterThanOrEqual(shareOf(state.limit));
        }
      }
    }),
    { numRuns: 50 },
  );
});
