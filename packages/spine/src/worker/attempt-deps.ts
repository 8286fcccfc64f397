import type { DatabaseConnection } from "@ashlar/database";
import type { Clock, Log, Tracer } from "@ashlar/kernel";
import type { Units } from "../units/units.ts";

/** One finished attempt at a job or a delivery, for metrics. */
export type AttemptRecord = {
  readonly queue: string;
  /** `failed`: tried again or dead. `given back`: lost to another worker, or the worker stops. */
  readonly outcome: "done" | "failed" | "given back";
  readonly durationMs: number;
};

export type AttemptDeps = {
  readonly database: Pick<DatabaseConnection, "transact">;
  readonly units: Units;
  readonly clock: Clock;
  readonly log: Log;
  readonly tracer?: Tracer | undefined;
  readonly observe?: ((attempt: AttemptRecord) => void) | undefined;
};
