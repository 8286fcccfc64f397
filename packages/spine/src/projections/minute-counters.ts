import type { EventName } from "@ashlar/contracts";
import type { Transaction } from "@ashlar/database";
import { sql } from "drizzle-orm";
import type { StoredEvent } from "../events/stored-event.ts";
import { defineProjection, type Projection } from "./define-projection.ts";

/** What one event adds to a figure. */
export type Measure = {
  /** Splits the figure, such as the currency of a sum; default: nothing does. */
  readonly label?: string;
  /** Added to the figure's total; default 0. An integer. */
  readonly amount?: number;
};

/**
 * Keeps a figure from events, by the minute in which they happened: how many there were and what they add up to.
 *
 * @param figure - Unique and lasting: `orders.placed`.
 * @param measure - What an event adds; null when it does not count.
 */
export function minuteCounters<const Name extends EventName>(
  figure: string,
  on: readonly Name[],
  measure: (event: StoredEvent<Name>) => Measure | null,
): Projection {
  return defineProjection({
    name: `figures.${figure}`,
    on,
    apply: (tx, events) =>
      add(
        tx,
        figure,
        events.flatMap((event) => {
          const measured = measure(event);
          return measured === null ? [] : [{ at: event.occurredAt, ...measured }];
        }),
      ),
    reset: async (tx) => {
      await tx.execute(sql`delete from figures where figure = ${figure}`);
    },
  });
}

async function add(
  tx: Transaction,
  figure: string,
  measured: readonly (Measure & { readonly at: Date })[],
): Promise<void> {
  if (measured.length === 0) return;
  await tx.execute(sql`
    insert into figures (figure, minute, label, count, total)
    select ${figure}, date_trunc('minute', at), coalesce(label, ''), count(*), sum(coalesce(amount, 0))
    from json_to_recordset(${JSON.stringify(measured)}::json) as measured (at timestamptz, label text, amount bigint)
    group by 2, 3
    on conflict (figure, minute, label) do update
    set count = figures.count + excluded.count, total = figures.total + excluded.total`);
}
