import type { Transaction } from "@ashlar/database";
import { type Log, uuidV7 } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import type { NewEvent } from "../src/index.ts";

/** A logger that keeps what it is told. */
export function keptLog(): Log & { readonly lines: { readonly level: string; readonly message: string }[] } {
  const lines: { level: string; message: string }[] = [];
  const at = (level: string) => (_fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, message });
  };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** An event of an aggregate; `name` tells events apart. */
export const registered = (aggregateId: string, name: string): NewEvent<"user.registered"> => ({
  type: "user.registered",
  aggregateId,
  data: { userId: aggregateId, email: "a@b.test", name },
});

/** A table for effects, which tests count. */
export const effectsTable =
  "create table if not exists effects (id bigint generated always as identity, who text not null)";

/** Writes an effect in a unit of work. */
export const effect = (tx: Transaction, who: string): Promise<unknown> =>
  Promise.resolve(tx.execute(sql`insert into effects (who) values (${who})`));

/** Waits until something holds. @throws Error after 60 s: a test that waits for ever keeps its process alive. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error("It did not come to pass in 60 s.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const newId = uuidV7;
