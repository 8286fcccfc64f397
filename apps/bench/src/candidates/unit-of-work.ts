import { openDatabase } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import { createSpine, defineHandler, defineJob } from "@ashlar/spine";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { closedLoop } from "../load/closed-loop.ts";
import { noLog } from "./no-log.ts";

/**
 * A keyed unit of work that appends an event with one delivery, enqueues a job and records an audit entry; or the same
 * rows by hand, one statement for each, sent at once, on the same pool.
 *
 * Arguments: `by-hand` or `by-spine`; the database's URL.
 */
const [kind = "", url = ""] = process.argv.slice(2);
const database = openDatabase({ url, applicationName: "bench", writeConnections: 20 });
const spine = createSpine({ database, log: noLog });
const job = defineJob({ name: "bench.job", data: z.object({ id: z.string() }) });
spine.register({
  handlers: [
    defineHandler({ name: "bench.handler", on: ["user.registered"], handle: async () => undefined }),
  ],
});
const write = spine.unitOfWork(() => ({}));

async function bySpine(): Promise<void> {
  const id = uuidV7();
  const subject = { kind: "user", id };
  const data = { userId: id, email: "a@b.test", name: "bench" };
  await spine.once({ scope: "bench", key: id, inputHash: "h" }, () =>
    write(async ({ events, jobs, audit }) => {
      await events.append({ type: "user.registered", aggregateId: id, data, isFirst: true });
      await jobs.enqueue(job, { id });
      await audit.record({ action: "bench", actor: null, subject });
      return "answer";
    }),
  );
}

async function byHand(): Promise<void> {
  const id = uuidV7();
  const data = JSON.stringify({ userId: id, email: "a@b.test", name: "bench" });
  await database.transact(async () => undefined, {
    closing: () => [
      sql`insert into idempotency_keys (scope, key, input_hash, answer, expires_at) values ('bench', ${id}, 'h', 'answer', now())`,
      sql`with event as (
          insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at)
          values (pg_current_xact_id()::text::bigint, ${uuidV7()}, 'user.registered', 1, 'user', ${id}, 1, ${data}::jsonb, now())
          returning position
        )
        insert into jobs (id, queue, event_position, order_key, priority, is_limited, state, run_at, created_at)
        select ${uuidV7()}, 'bench.handler', position, ${`bench.handler:${id}`}, 2, false, 'waiting', now(), now() from event`,
      sql`insert into jobs (id, queue, data, priority, is_limited, state, run_at, created_at)
        values (${uuidV7()}, 'bench.job', ${data}::jsonb, 2, false, 'waiting', now(), now())`,
      sql`insert into audit_entries (id, at, action, via, subject_kind, subject_id, details)
        values (${uuidV7()}, now(), 'bench', 'public', 'user', ${id}, '{}')`,
    ],
  });
}

const work = kind === "by-hand" ? byHand : bySpine;
process.on("message", () => {
  void closedLoop(work, { callers: 16, durationMs: 2_000 }).then((figures) => process.send?.(figures));
});
process.send?.("ready");
