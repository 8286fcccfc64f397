import postgres from "postgres";
import type { LoopFigures } from "../load/closed-loop.ts";
import { loopTable } from "../load/loop-table.ts";
import { startProcess } from "../load/process-under-test.ts";
import type { Section } from "./section.ts";

/** One of each for every unit of work, and two jobs: the delivery of the event is one. */
async function demandWholeUnits(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  const [counts] = await sql<{ events: number; jobs: number; audits: number; keys: number }[]>`
    select (select count(*)::int from events) as events, (select count(*)::int from jobs) as jobs,
      (select count(*)::int from audit_entries) as audits, (select count(*)::int from idempotency_keys) as keys`;
  await sql.end();
  if (!counts || counts.events === 0) throw new Error("Nothing was written.");
  const { events, jobs, audits, keys } = counts;
  if (jobs !== 2 * events || audits !== events || keys !== events)
    throw new Error(`Units of work were written in part: ${JSON.stringify(counts)}.`);
}

export const units: Section = {
  name: "units",
  summary: "a keyed unit of work with event, job and audit entry, against the same rows by hand",
  run: async ({ rounds, databases }) => {
    const url = await databases.empty();
    const byHand = await startProcess("unit-of-work.ts", ["by-hand", url]);
    const bySpine = await startProcess("unit-of-work.ts", ["by-spine", url]);
    // Sound: that is what the process answers.
    const measured = (process: typeof byHand) => async () =>
      (await process.ask({ ask: "figures" })) as LoopFigures;
    const table = await loopTable({
      title: "A keyed unit of work: event, delivery, job, audit entry, answer (floor: by hand)",
      unit: "units",
      callers: 16,
      rounds,
      candidates: [
        { name: "by hand, one round trip, no look for the key", measure: measured(byHand) },
        { name: "spine.once around a unit of work", measure: measured(bySpine) },
      ],
    });
    await demandWholeUnits(url);
    await Promise.all([byHand.stop(), bySpine.stop()]);
    return table;
  },
};
