import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseConnection } from "@ashlar/database";
import { closingStatements } from "./closing-statements.ts";
import { type HeldJob, holdJob } from "./held-job.ts";
import { type OpenUnit, openUnit } from "./open-unit.ts";

/** Opens units of work and knows the one in progress. */
export type Units = {
  /**
   * Runs `work` in the unit of work in progress, or in a new one that commits when `work` is done.
   *
   * Inside a job's attempt a new one first takes hold of the job. @throws LeaseLost when that is too late.
   */
  readonly run: <Result>(work: (unit: OpenUnit) => Promise<Result>) => Promise<Result>;
  /** Runs `work` in a new unit of work, which `work` itself must fence. */
  readonly open: <Result>(work: (unit: OpenUnit) => Promise<Result>) => Promise<Result>;
  /** Runs `work` as an attempt at a job. */
  readonly attempt: <Result>(held: HeldJob, work: () => Promise<Result>) => Promise<Result>;
};

type Scope = { readonly unit: OpenUnit | null; readonly held: HeldJob | null };

export function unitsOf(deps: {
  readonly database: Pick<DatabaseConnection, "transact">;
  /** Settles when units of work may begin. */
  readonly ready: () => Promise<void>;
  readonly onCommit: (unit: OpenUnit) => void;
}): Units {
  const storage = new AsyncLocalStorage<Scope>();

  const open = async <Result>(work: (unit: OpenUnit) => Promise<Result>): Promise<Result> => {
    await deps.ready();
    const held = storage.getStore()?.held ?? null;
    // Of the attempt in progress: a collision makes another.
    const current: { unit?: OpenUnit } = {};
    const result = await deps.database.transact(
      async (tx) => {
        const begun = openUnit(tx);
        current.unit = begun;
        try {
          const result = await storage.run({ unit: begun, held }, async () => work(begun));
          if (begun.failure) throw begun.failure.error;
          return result;
        } finally {
          begun.isEnded = true;
        }
      },
      { closing: () => (current.unit ? closingStatements(current.unit) : []) },
    );
    if (current.unit) deps.onCommit(current.unit);
    return result;
  };
  return {
    open,
    run: async (work) => {
      const scope = storage.getStore();
      if (scope?.unit && !scope.unit.isEnded) return joined(scope.unit, work);
      const held = scope?.held;
      if (!held) return open(work);
      return open(async (unit) => {
        await holdJob(unit.tx, held);
        return work(unit);
      });
    },
    attempt: (held, work) => storage.run({ unit: null, held }, work),
  };
}

async function joined<Result>(unit: OpenUnit, work: (unit: OpenUnit) => Promise<Result>): Promise<Result> {
  try {
    return await work(unit);
  } catch (error) {
    unit.failure ??= { error };
    throw error;
  }
}
