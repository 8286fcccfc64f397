import { openDatabase } from "@ashlar/database";
import { createSpine, defineJob, handleJob } from "@ashlar/spine";
import { z } from "zod";
import { noLog } from "./no-log.ts";

/** A worker whose jobs do nothing; it counts them. Argument: the database's URL. */
const [url = ""] = process.argv.slice(2);
let done = 0;
const spine = createSpine({ database: openDatabase({ url, applicationName: "bench" }), log: noLog });
const noop = defineJob({ name: "bench.noop", data: z.object({}) });
const handle = async (): Promise<void> => {
  done += 1;
};
spine.register({ jobs: [handleJob(noop, handle)] });
process.on("message", (message) => {
  if (message instanceof Object && Reflect.get(message, "ask") === "start") {
    done = 0;
    spine.startWorker({ concurrency: 64 });
  }
  process.send?.(done);
});
process.send?.("ready");
