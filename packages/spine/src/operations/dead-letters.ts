import { type DatabaseConnection, parsedInstant } from "@ashlar/database";
import { sql } from "drizzle-orm";

/** A job that failed every attempt. */
export type DeadLetter = {
  readonly id: string;
  readonly queue: string;
  readonly data: unknown;
  /** The event whose delivery failed; null for a job. */
  readonly event: { readonly position: number; readonly type: string; readonly aggregateId: string } | null;
  readonly attempts: number;
  readonly reason: string;
  readonly failedAt: Date;
  readonly requestId: string | null;
};

export type DeadLetters = {
  /** The newest first. @param limit - 1–1,000. */
  readonly list: (limit: number) => Promise<readonly DeadLetter[]>;
  /** Gives them all their attempts again. @returns How many there were. */
  readonly redrive: (ids: readonly string[]) => Promise<number>;
  /** Removes them for good; what an event's delivery held back continues. @returns How many there were. */
  readonly discard: (ids: readonly string[]) => Promise<number>;
};

type Row = Omit<DeadLetter, "event" | "failedAt"> & {
  readonly position: number | null;
  readonly type: string | null;
  readonly aggregateId: string | null;
  readonly failedAt: string;
};

export function deadLetters(
  { read, transact }: Pick<DatabaseConnection, "read" | "transact">,
  onRedriven: () => void,
): DeadLetters {
  const change = async (statement: (ids: string) => ReturnType<typeof sql>, ids: readonly string[]) => {
    const rows = await transact((tx) => Promise.resolve(tx.execute(statement(JSON.stringify(ids)))));
    onRedriven();
    return rows.length;
  };
  return {
    list: async (limit) => {
      const rows = await read.select({ row: sql<Row>`to_json(letter)` }).from(sql`(
          select job.id, job.queue, job.data, job.attempt as attempts, coalesce(job.failure, '') as reason,
            job.failed_at as "failedAt", job.request_id as "requestId",
            job.event_position as position, event.type, event.aggregate_id as "aggregateId"
          from jobs as job left join events as event on event.position = job.event_position
          where job.state = 'dead' order by job.failed_at desc, job.id desc limit ${limit}
        ) as letter`);
      return rows.map(({ row: { position, type, aggregateId, failedAt, ...letter } }) => ({
        ...letter,
        failedAt: parsedInstant(failedAt, "jobs.failedAt"),
        event:
          position === null || type === null || aggregateId === null ? null : { position, type, aggregateId },
      }));
    },
    redrive: (ids) =>
      change(
        (list) => sql`
          update jobs set state = 'waiting', run_at = now(), attempt = 0, losses = 0, tried_since = null
          where state = 'dead' and id in (select json_array_elements_text(${list}::json)::uuid) returning 1`,
        ids,
      ),
    discard: (ids) =>
      change(
        (list) => sql`
          delete from jobs
          where state = 'dead' and id in (select json_array_elements_text(${list}::json)::uuid) returning 1`,
        ids,
      ),
  };
}
