import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import { removeExpired } from "../src/retention/retention.ts";
import { newId, registered } from "./probe.ts";
import { spineOnTest } from "./spine-on-test.ts";

const signal = new AbortController().signal;

test("removes what is past its time, in batches, and nothing else", async () => {
  const clock = fakeClock(new Date("2026-01-15T00:00:00Z"));
  await using at = await spineOnTest({ clock });
  const fill = async () => {
    for (let index = 0; index < 3; index += 1) {
      await at.transact(async ({ events, audit }) => {
        for (let n = 0; n < 500; n += 1) await events.append(registered(newId(), "x"));
        for (let n = 0; n < 500; n += 1) {
          await audit.record({ action: "test.done", actor: null, subject: { kind: "user", id: "x" } });
        }
      });
    }
    await at.spine.once({ scope: "s", key: clock.now().toISOString(), inputHash: "h" }, async () => "answer");
  };
  await fill();
  clock.set(new Date("2026-05-15T00:00:00Z"));
  await fill();
  await at.db
    .sql`insert into inbox (handler, event_position, handled_at) select 'h', position, now() from events`;
  const counts = async () =>
    (
      await at.db
        .sql`select (select count(*)::int from events) as events, (select count(*)::int from inbox) as inbox,
        (select count(*)::int from audit_entries) as audit, (select count(*)::int from idempotency_keys) as keys`
    )[0];

  const keep = { eventMonths: null, auditMonths: null, deadLetterDays: null };
  await removeExpired(at.db.connection, clock.now(), keep, signal);
  expect(await counts()).toEqual({ events: 3_000, inbox: 3_000, audit: 3_000, keys: 1 });
  await removeExpired(at.db.connection, clock.now(), { ...keep, eventMonths: 3, auditMonths: 3 }, signal);
  expect(await counts()).toEqual({ events: 1_500, inbox: 1_500, audit: 1_500, keys: 1 });
});

test("keeps an event that is still to be delivered, however old", async () => {
  const clock = fakeClock(new Date("2026-01-15T00:00:00Z"));
  await using at = await spineOnTest({ clock });
  await at.transact(({ events }) => events.append(registered(newId(), "old")));
  await at.db
    .sql`insert into jobs (id, queue, event_position, priority, is_limited, state, run_at, created_at)
    select ${newId()}, 'test.greet', position, 2, false, 'waiting', now(), now() from events`;
  clock.set(new Date("2027-01-15T00:00:00Z"));
  const keep = { eventMonths: 1, auditMonths: null, deadLetterDays: null };
  await removeExpired(at.db.connection, clock.now(), keep, signal);
  expect(await at.db.sql`select 1 from events`).toHaveLength(1);
});
