import type { EventHandler } from "./events/define-handler.ts";
import type { JobHandler } from "./jobs/handle-job.ts";
import type { Projection } from "./projections/define-projection.ts";

/** What a module brings: what it does on events, its jobs, its read models. */
export type SpineParts = {
  readonly handlers?: readonly EventHandler[];
  readonly jobs?: readonly JobHandler[];
  readonly projections?: readonly Projection[];
};

/** Who does a piece of work taken from the queue. */
export type Work =
  | { readonly kind: "event"; readonly handler: EventHandler }
  | { readonly kind: "job"; readonly handler: JobHandler };

export type Registry = {
  /** @throws Error on a name that is taken, or once events have been appended: they would miss their handlers. */
  readonly register: (parts: SpineParts) => void;
  readonly handlersOf: (eventType: string) => readonly EventHandler[];
  readonly workOf: (queue: string) => Work | undefined;
  readonly jobs: () => readonly JobHandler[];
  readonly queues: () => readonly string[];
  readonly projections: () => readonly Projection[];
};

export function createRegistry(): Registry {
  const work = new Map<string, Work>();
  const projections = new Map<string, Projection>();
  const handlersByEvent = new Map<string, readonly EventHandler[]>();
  let isSealed = false;

  const add = (name: string, one: Work): void => {
    if (work.has(name)) throw new Error(`"${name}" is registered twice.`);
    work.set(name, one);
  };
  return {
    register: ({ handlers = [], jobs = [], projections: added = [] }) => {
      if (isSealed)
        throw new Error("Register before the first unit of work: its events need their handlers.");
      for (const handler of jobs) add(handler.job.name, { kind: "job", handler });
      for (const handler of handlers) {
        add(handler.name, { kind: "event", handler });
        for (const type of handler.on) {
          handlersByEvent.set(type, [...(handlersByEvent.get(type) ?? []), handler]);
        }
      }
      for (const projection of added) {
        if (projections.has(projection.name)) throw new Error(`"${projection.name}" is registered twice.`);
        projections.set(projection.name, projection);
      }
    },
    handlersOf: (eventType) => {
      isSealed = true;
      return handlersByEvent.get(eventType) ?? [];
    },
    workOf: (queue) => work.get(queue),
    jobs: () => [...work.values()].flatMap((one) => (one.kind === "job" ? [one.handler] : [])),
    queues: () => [...work.keys()],
    projections: () => [...projections.values()],
  };
}
