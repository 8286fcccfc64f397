import { AsyncLocalStorage } from "node:async_hooks";
import { openDatabase } from "@ashlar/database";
import { z } from "zod";
import { createSpine, defineHandler, defineJob, handleJob } from "../src/index.ts";

/** Milliseconds that two processes of one machine agree on. */
const now = (): number => performance.timeOrigin + performance.now();

const [url = "", concurrency = "64"] = process.argv.slice(2);
const database = openDatabase({ url, applicationName: "bench worker" });
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: console.warn, error: console.error };

/** Notes when the transaction of a delivery has committed, which no handler can see. */
const inTransaction = new AsyncLocalStorage<{ eventId: string | null }>();
const committed: { readonly id: string; readonly atMs: number }[] = [];
const transact: typeof database.transact = async (work, options) => {
  const delivery: { eventId: string | null } = { eventId: null };
  const result = await inTransaction.run(delivery, () => database.transact(work, options));
  if (delivery.eventId !== null) committed.push({ id: delivery.eventId, atMs: now() });
  return result;
};

const spine = createSpine({ database: { ...database, transact }, log });
const noop = defineJob({ name: "bench.noop", data: z.object({}) });
const write = spine.unitOfWork(() => ({}));
spine.register({
  jobs: [handleJob(noop, async () => undefined)],
  handlers: [
    defineHandler({
      name: "bench.effect",
      on: ["user.registered"],
      handle: async ({ event }) => {
        await write(({ audit }) =>
          audit.record({
            action: "bench.effect",
            actor: null,
            subject: { kind: "user", id: event.aggregateId },
          }),
        );
        const delivery = inTransaction.getStore();
        if (delivery) delivery.eventId = event.aggregateId;
      },
    }),
  ],
});
const worker = spine.startWorker({ concurrency: Number(concurrency) });
process.on("message", (message) => {
  if (message === "committed") process.send?.(committed);
  if (message !== "stop") return;
  void worker
    .stop()
    .then(() => spine.close())
    .then(() => database.close())
    .then(() => process.exit(0));
});
process.send?.("up");
