import type { BenchDatabases } from "../bench-databases.ts";
import type { Table } from "../report/table.ts";

/** What every section is given. */
export type Bench = {
  /** Rounds that count; one more warms up. An integer, 1 or more. */
  readonly rounds: number;
  readonly databases: BenchDatabases;
};

/** One question and its answer in figures; with five rounds it takes at most a minute. */
export type Section = {
  /** As it is named on the command line. */
  readonly name: string;
  readonly summary: string;
  /** @throws Error when a server under test answers wrongly: its figures would be meaningless. */
  readonly run: (bench: Bench) => Promise<Table>;
};
