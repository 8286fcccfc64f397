import { expect, test } from "vitest";
import { defineHandler } from "../src/index.ts";
import { effect, newId, registered, until } from "./probe.ts";
import { type SpineOnTest, spineOnTest } from "./spine-on-test.ts";

const isIdle = (at: SpineOnTest) => async () =>
  (await at.db.sql`select 1 from jobs where state <> 'dead'`).length === 0;

test("applies an event once, however often and in whatever order it is delivered, on two workers", async () => {
  await using at = await spineOnTest();
  const greet = defineHandler({
    name: "test.greet",
    on: ["user.registered"],
    handle: async ({ event, tx }) => {
      await effect(tx, event.data.name);
    },
  });
  at.spine.register({ handlers: [greet] });
  const other = at.another();
  other.register({ handlers: [greet] });
  const users = Array.from({ length: 5 }, newId);
  for (let round = 0; round < 12; round += 1) {
    await at.transact(({ events }) => events.append(...users.map((id) => registered(id, `${id}.${round}`))));
  }
  // Each delivery is repeated one to four times more, and the table's order is shuffled by the new ids.
  await at.db.sql`
    insert into jobs (id, queue, event_position, order_key, priority, is_limited, state, run_at, created_at)
    select gen_random_uuid(), queue, event_position, order_key, 1 + (random() * 2)::int, false, 'waiting',
      now() - random() * interval '1 s', now()
    from jobs, generate_series(1, 1 + (abs(hashint8(event_position)) % 4)) order by random()`;
  const workers = [at.spine.startWorker({ concurrency: 8 }), other.startWorker({ concurrency: 8 })];
  await until(isIdle(at));
  await Promise.all(workers.map((worker) => worker.stop()));
  const effects = await at.effects();
  expect(effects).toHaveLength(60);
  expect(new Set(effects).size).toBe(60);
});

test("hands over the events of an aggregate one at a time and in order, those of others beside them", async () => {
  await using at = await spineOnTest();
  const inHand = new Set<string>();
  let overlaps = 0;
  const greet = defineHandler({
    name: "test.greet",
    on: ["user.registered"],
    handle: async ({ event, tx, attempt }) => {
      if (inHand.has(event.aggregateId)) overlaps += 1;
      inHand.add(event.aggregateId);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      inHand.delete(event.aggregateId);
      // Every seventh fails at first: those behind it wait.
      if (event.position % 7 === 0 && attempt === 1) throw new Error("not yet");
      await effect(tx, event.data.name);
    },
  });
  at.spine.register({ handlers: [greet] });
  const other = at.another();
  other.register({ handlers: [greet] });
  const workers = [at.spine.startWorker(), other.startWorker()];
  const users = Array.from({ length: 4 }, newId);
  for (let round = 0; round < 15; round += 1) {
    await at.transact(({ events }) =>
      events.append(...users.map((id, index) => registered(id, `${index}.${round}`))),
    );
  }
  await until(isIdle(at));
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(overlaps).toBe(0);
  const effects = await at.effects();
  for (const index of users.keys()) {
    const own = effects.filter((who) => who.startsWith(`${index}.`));
    expect(own).toEqual(Array.from({ length: 15 }, (_, round) => `${index}.${round}`));
  }
});

test("a dead letter holds back its aggregate alone, and continues where it was when redriven", async () => {
  await using at = await spineOnTest();
  let isBroken = true;
  at.spine.register({
    handlers: [
      defineHandler({
        name: "test.greet",
        on: ["user.registered"],
        attempts: 2,
        handle: async ({ event, tx }) => {
          if (isBroken && event.data.name === "a1") throw new RangeError("cannot greet a1");
          await effect(tx, event.data.name);
        },
      }),
    ],
  });
  const [a, b] = [newId(), newId()];
  const worker = at.spine.startWorker({ pollMs: 50 });
  await at.transact(({ events }) =>
    events.append(registered(a, "a1"), registered(a, "a2"), registered(b, "b1"), registered(b, "b2")),
  );
  await until(async () => (await at.spine.deadLetters.list(10)).length === 1);
  await until(async () => (await at.effects()).length === 2);
  expect(await at.effects()).toEqual(["b1", "b2"]);
  const [letter] = await at.spine.deadLetters.list(10);
  expect(letter).toMatchObject({
    queue: "test.greet",
    attempts: 2,
    reason: "RangeError: cannot greet a1",
    event: { type: "user.registered", aggregateId: a },
  });
  isBroken = false;
  expect(await at.spine.deadLetters.redrive([letter?.id ?? ""])).toBe(1);
  await until(isIdle(at));
  expect(await at.effects()).toEqual(["b1", "b2", "a1", "a2"]);
  await worker.stop();
});

test("a discarded dead letter lets the next ones continue", async () => {
  await using at = await spineOnTest();
  at.spine.register({
    handlers: [
      defineHandler({
        name: "test.greet",
        on: ["user.registered"],
        attempts: 1,
        handle: async ({ event, tx }) => {
          if (event.data.name === "a1") throw new Error("never");
          await effect(tx, event.data.name);
        },
      }),
    ],
  });
  const worker = at.spine.startWorker({ pollMs: 50 });
  const a = newId();
  await at.transact(({ events }) => events.append(registered(a, "a1"), registered(a, "a2")));
  await until(async () => (await at.spine.deadLetters.list(10)).length === 1);
  const [letter] = await at.spine.deadLetters.list(10);
  await at.spine.deadLetters.discard([letter?.id ?? ""]);
  await until(async () => (await at.effects()).length === 1);
  expect(await at.effects()).toEqual(["a2"]);
  await worker.stop();
});
