import type { Actor, Clock } from "@ashlar/kernel";

/** How a queue stands; see `QueueState` of the contract. */
export type QueueState = {
  readonly queue: string;
  readonly ready: number;
  readonly delayed: number;
  readonly running: number;
  readonly dead: number;
  readonly lagMs: number;
};

export type FigureWindow = {
  readonly start: Date;
  readonly label: string;
  readonly count: number;
  readonly total: number;
};

type Range = { readonly by: "minute" | "hour"; readonly since: Date; readonly until: Date };

/** What the spine tells of itself. */
export type SpineWatch = {
  readonly queues: () => Promise<readonly QueueState[]>;
  readonly figure: (
    name: "orders.placed" | "orders.revenue",
    range: Range,
  ) => Promise<readonly FigureWindow[]>;
};

/** What an operator may set going again. */
export type SpineControls = {
  /** @returns Whether there was such a dead letter. */
  readonly redrive: (jobId: string) => Promise<boolean>;
  /** @returns Whether there is such a projection. */
  readonly replay: (projection: string) => Promise<boolean>;
};

/** Says in the audit trail who did what. */
export type OperationsAudit = (record: {
  readonly action: "ops.dead_letter_redriven" | "ops.projection_replayed";
  readonly actor: Actor;
  readonly subject: { readonly kind: "job" | "projection"; readonly id: string };
}) => Promise<void>;

export type OperationsDeps = {
  readonly watch: SpineWatch;
  readonly controls: SpineControls;
  readonly audit: OperationsAudit;
  readonly clock: Clock;
};
