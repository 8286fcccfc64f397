import type { DisabledReason, EndpointStatus } from "@ashlar/contracts/vocabulary";

export type { DisabledReason };

/** Where events are sent. Its secrets are not part of it. */
export type Endpoint = {
  readonly id: string;
  /** As written by the URL parser; checked when it was set, and again with its addresses at every attempt. */
  readonly url: string;
  /** 0–200 characters. */
  readonly description: string;
  /** One or more, each once. */
  readonly eventTypes: readonly string[];
  readonly status: EndpointStatus;
  /** Null exactly as long as it is enabled. */
  readonly disabledReason: DisabledReason | null;
  /** The first failure since the last success. */
  readonly failingSince: Date | null;
  /** 0 exactly as long as it is not failing. */
  readonly consecutiveFailures: number;
  readonly formerSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Whether nothing has got through since a failure: it is then tried one delivery at a time. */
export const isFailing = ({ failingSince }: Pick<Endpoint, "failingSince">): boolean => failingSince !== null;
