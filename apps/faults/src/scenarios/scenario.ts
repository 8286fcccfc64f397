import type { ClusterOptions, FaultCluster } from "../cluster/fault-cluster.ts";
import type { LoadOptions } from "../load/start-load.ts";

/** Where a scenario does its harm. */
export type Stage = {
  readonly cluster: FaultCluster;
  /** Uniform in [0, 1); the same sequence for the same seed. */
  readonly random: () => number;
  readonly pause: (durationMs: number) => Promise<void>;
  /** Waits a time by chance. */
  readonly pauseBetween: (fromMs: number, toMs: number) => Promise<void>;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
};

/** Does harm and undoes it: when it resolves, nothing is broken any more. */
export type Inflict = (stage: Stage) => Promise<void>;

/** A cluster of a scenario's own, and what is done to it. */
export type Prepared = {
  readonly cluster: ClusterOptions;
  readonly inflict: Inflict;
  /** What else does not hold when everything has come to its end. */
  readonly violations?: (cluster: FaultCluster) => Promise<readonly string[]>;
};

export type Scenario = {
  readonly name: string;
  /** What is done, for the report. */
  readonly harm: string;
  readonly load?: LoadOptions;
  /** Why it cannot run on this machine; null where it can. */
  readonly missing?: () => Promise<string | null>;
  /** Whether no call may fail at all; default: those that a fault excuses may. */
  readonly isUnnoticed?: boolean;
  /** Jobs that it makes fail for good; default 0. */
  readonly deadLetters?: number;
  /** How long the service may take to answer again when nothing is broken any more; default 5,000. */
  readonly recoveryMs?: number;
} & (
  | { readonly inflict: Inflict }
  /** Needs something around the cluster, which goes when the surroundings do. */
  | { readonly prepare: (surroundings: AsyncDisposableStack) => Promise<Prepared> }
);
