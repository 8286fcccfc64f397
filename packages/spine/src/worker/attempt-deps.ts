import type { DatabaseConnection } from "@ashlar/database";
import type { Clock, Log } from "@ashlar/kernel";
import type { Units } from "../units/units.ts";

export type AttemptDeps = {
  readonly database: Pick<DatabaseConnection, "transact">;
  readonly units: Units;
  readonly clock: Clock;
  readonly log: Log;
};
