import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import { effect } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const call = { scope: "orders.place ann", key: "k-1", inputHash: "h-1" };

test("of 100 calls with one key at once, over two processes, one runs; the others are told so or get its answer", async () => {
  await using at = await spineOnTest({ pools: { writeConnections: 20 } });
  const processes = [at.spine, at.another()].map((spine) => ({
    spine,
    transact: spine.unitOfWork((tx) => ({ effect: (who: string) => effect(tx, who) })),
  }));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => processes)
      .flat()
      .map(({ spine, transact }, index) =>
        spine.once(call, async () => {
          // Written in a unit of work of its own, which joins.
          await transact((writers) => writers.effect(`${index}`));
          return `answer ${index}`;
        }),
      ),
  );
  const effects = await at.effects();
  const answers = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.answer] : []));
  const refusals = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(new Set(answers).size).toBe(1);
  expect(new Set([...refusals, "IDEMPOTENCY_IN_FLIGHT"])).toEqual(new Set(["IDEMPOTENCY_IN_FLIGHT"]));
  expect(effects).toHaveLength(1);
  expect(answers).toContain(`answer ${effects[0]}`);
});

test("effect and answer commit together, and a repetition gets the answer without the effect", async () => {
  await using at = await spineOnTest();
  const run = async () => {
    await at.transact(({ effect }) => effect("once"));
    return "the answer";
  };
  expect(await at.spine.once(call, run)).toEqual({ answer: "the answer", isReplay: false });
  expect(await at.spine.once(call, run)).toEqual({ answer: "the answer", isReplay: true });
  expect(await at.effects()).toEqual(["once"]);
});

test("a call that fails leaves neither effect nor key", async () => {
  await using at = await spineOnTest();
  const failing = at.spine.once(call, async () => {
    await at.transact(({ effect }) => effect("undone"));
    throw new Error("out of stock");
  });
  await expect(failing).rejects.toThrow("out of stock");
  expect(await at.effects()).toEqual([]);
  expect(await at.spine.once({ ...call, inputHash: "h-2" }, async () => "ok")).toMatchObject({
    isReplay: false,
  });
});

test("a key is refused for another input, and free for another caller or procedure", async () => {
  await using at = await spineOnTest();
  await at.spine.once(call, async () => "first");
  await expect(at.spine.once({ ...call, inputHash: "other" }, async () => "x")).rejects.toMatchObject({
    code: "IDEMPOTENCY_KEY_REUSED",
  });
  expect(await at.spine.once({ ...call, scope: "orders.place bob" }, async () => "bob's")).toEqual({
    answer: "bob's",
    isReplay: false,
  });
});

test("a second call is refused at once while the first runs, not made to wait", async () => {
  await using at = await spineOnTest();
  const hold = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const first = at.spine.once(call, async () => {
    begun.resolve();
    await hold.promise;
    return "first";
  });
  await begun.promise;
  // The first holds until this one is answered; a wait for it would end by the lock timeout, as another failure.
  await expect(at.another().once(call, async () => "second")).rejects.toMatchObject({
    code: "IDEMPOTENCY_IN_FLIGHT",
    details: { retryAfterSeconds: 1 },
  });
  hold.resolve();
  expect(await first).toMatchObject({ isReplay: false });
});

test("a key is forgotten after 24 hours", async () => {
  const clock = fakeClock();
  await using at = await spineOnTest({ clock });
  await at.spine.once(call, async () => "first");
  clock.advance(86_399_999);
  expect(await at.spine.once(call, async () => "second")).toMatchObject({ answer: "first" });
  clock.advance(1);
  expect(await at.spine.once(call, async () => "third")).toMatchObject({ answer: "third", isReplay: false });
});
