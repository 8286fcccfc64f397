import { contract } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import type { Spine } from "@ashlar/spine";
import { overview } from "../application/overview.ts";
import type { OperationsDeps } from "../application/ports.ts";
import { redrive } from "../application/redrive.ts";
import { replayEvents } from "../application/replay-events.ts";

/** `ops.*` of the contract, filled in. */
export const operationsProcedures = (deps: OperationsDeps, spine: Pick<Spine, "deadLetters" | "stream">) =>
  implement(contract.ops, {
    overview: () => overview(deps),
    queues: async () => [...(await deps.watch.queues())],
    deadLetters: async ({ input: { limit } }) => [...(await spine.deadLetters.list(limit))],
    redrive: ({ actor, input: { id } }) => redrive(deps, actor, id),
    events: async ({ input: { lastEventId = null, limit } }) => [
      ...(await spine.stream.read(lastEventId, limit)),
    ],
    replayEvents: ({ actor, input: { projection } }) => replayEvents(deps, actor, projection),
  });
