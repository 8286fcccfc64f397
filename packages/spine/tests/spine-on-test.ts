import type { DatabaseOptions } from "@ashlar/database";
import type { UnitOfWork } from "@ashlar/kernel";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { createSpine, type Spine, type SpineOptions, type SpineWriters } from "../src/index.ts";
import { effect, effectsTable, keptLog } from "./probe.ts";

export type SpineOnTest = {
  readonly db: TestDatabase;
  readonly spine: Spine;
  readonly log: ReturnType<typeof keptLog>;
  /** A unit of work that can also write effects. */
  readonly transact: UnitOfWork<{ readonly effect: (who: string) => Promise<unknown> } & SpineWriters>;
  /** Another process, as far as the database can tell. */
  readonly another: () => Spine;
  /** Effects in the order they were written. */
  readonly effects: () => Promise<readonly string[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A spine on a database of its own, with a table for effects. */
export async function spineOnTest(
  options: Omit<SpineOptions, "database" | "log"> & { readonly pools?: Omit<DatabaseOptions, "url"> } = {},
): Promise<SpineOnTest> {
  const db = await testDatabase(options.pools ?? {});
  await db.sql.unsafe(effectsTable);
  const log = keptLog();
  const spines: Spine[] = [];
  const make = (): Spine => {
    const spine = createSpine({ ...options, database: db.connection, log });
    spines.push(spine);
    return spine;
  };
  const spine = make();
  return {
    db,
    spine,
    log,
    transact: spine.unitOfWork((tx) => ({ effect: (who: string) => effect(tx, who) })),
    another: make,
    effects: async () =>
      (await db.sql<{ who: string }[]>`select who from effects order by id`).map(({ who }) => who),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(spines.map((one) => one.close()));
      await db[Symbol.asyncDispose]();
    },
  };
}
