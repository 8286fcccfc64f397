import { setTimeout as wait } from "node:timers/promises";
import type { Signals } from "../signals/signals.ts";
import { type Poller, poller } from "../worker/poller.ts";
import type { Projection } from "./define-projection.ts";
import { type ProjectionDeps, stepProjection } from "./run-projection.ts";

/** Keeps projections up with the stream, each by itself. @returns How to stop, after the batch in progress. */
export function startProjections(
  deps: ProjectionDeps & { readonly signals: Signals },
  projections: readonly Projection[],
  pollMs: number,
): () => Promise<void> {
  let isStopping = false;
  const keepUp = async (projection: Projection): Promise<void> => {
    while (!isStopping) {
      const step = await stepProjection(deps, projection);
      if (step === "held back") await wait(5);
      else if (step !== "more") return;
    }
  };
  const pollers: readonly Poller[] = projections.map((projection) =>
    poller(
      () => keepUp(projection),
      pollMs,
      (error) => deps.log.warn({ error, projection: projection.name }, "A projection will be tried again."),
    ),
  );
  const forget = pollers.map(({ trigger }) => deps.signals.on("events", trigger));
  return async () => {
    isStopping = true;
    for (const end of forget) end();
    await Promise.all(pollers.map(({ stop }) => stop()));
  };
}
