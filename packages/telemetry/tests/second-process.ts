import { openDatabase } from "@ashlar/database";
import { implement } from "@ashlar/rpc";
import { createSpine, defineHandler, defineJob, handleJob } from "@ashlar/spine";
import { serveApp, silentLog } from "@ashlar/testing";
import { z } from "zod";
import { openTracing } from "../src/index.ts";
import { stockContract } from "./shop-contract.ts";

/** A peer and a worker in a process of its own. Arguments: the database, the collector. */
const [databaseUrl = "", endpoint = ""] = process.argv.slice(2);
const { tracer } = await openTracing({ endpoint, serviceName: "second" });
const database = openDatabase({ url: databaseUrl });
const spine = createSpine({ database, log: silentLog, tracer });
const unitOfWork = spine.unitOfWork(() => ({}));
const mail = defineJob({ name: "test.mail", data: z.object({}) });
spine.register({
  handlers: [
    defineHandler({
      name: "test.welcome",
      on: ["user.registered"],
      handle: async () => {
        await unitOfWork(({ jobs }) => jobs.enqueue(mail, {}));
      },
    }),
  ],
  jobs: [
    handleJob(mail, () =>
      unitOfWork(({ audit }) =>
        audit.record({ action: "test.mailed", actor: null, subject: { kind: "user", id: "x" } }),
      ),
    ),
  ],
});
spine.startWorker();
const peer = await serveApp(implement(stockContract, { stock: { left: async () => ({ left: 3 }) } }), {
  trpcDirect: true,
  tracer,
});
process.send?.({ url: peer.url });
