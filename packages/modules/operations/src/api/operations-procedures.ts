import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import type { OperationsDeps } from "../application/operations-deps.ts";
import { overview } from "../application/overview.ts";
import { redrive } from "../application/redrive.ts";
import { replayEvents } from "../application/replay-events.ts";

/** `ops.*` of the contract, filled in. */
export const operationsProcedures = (deps: OperationsDeps) =>
  implement(contract.ops, {
    overview: () => overview(deps),
    queues: async () => [...(await deps.spine.queues())],
    deadLetters: async ({ input: { limit } }) => [...(await deps.spine.deadLetters.list(limit))],
    redrive: ({ actor, input: { id } }) => redrive(deps, actor, id),
    events: async ({ input: { lastEventId = null, limit } }) => [
      ...(await deps.spine.stream.read(lastEventId, limit)),
    ],
    replayEvents: ({ actor, input: { projection } }) => replayEvents(deps, actor, projection),
  });
