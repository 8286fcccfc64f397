import { defineHandler, type Spine } from "@ashlar/spine";

/** Makes the process that places orders write a delivery for the handler of the worker process. */
export const deliverToBench = (spine: Pick<Spine, "register">): void =>
  spine.register({
    handlers: [defineHandler({ name: "bench.effect", on: ["order.placed"], handle: async () => undefined })],
  });
