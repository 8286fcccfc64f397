import type { DatabaseConnection } from "@ashlar/database";

/** What a seed is given to do. */
export type SeedWork = {
  readonly database: DatabaseConnection;
  readonly databaseUrl: string;
  readonly count: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Called with the rows made so far. */
  readonly onProgress: (done: number) => void;
};
