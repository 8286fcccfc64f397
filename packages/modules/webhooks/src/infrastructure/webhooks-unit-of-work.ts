import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import type { WebhookWriters } from "../application/ports.ts";
import { postgresDeliveryWriter } from "./postgres-delivery-writer.ts";
import { postgresEndpointWriter } from "./postgres-endpoint-writer.ts";
import { spineSendQueue } from "./send-jobs.ts";

/** The module's way to write: its rows beside the spine's jobs and audit entries. */
export function webhooksUnitOfWork(
  spine: Pick<Spine, "unitOfWork">,
  clock: Clock,
): UnitOfWork<WebhookWriters> {
  const transact = spine.unitOfWork((tx) => ({
    endpoints: postgresEndpointWriter(tx),
    deliveries: postgresDeliveryWriter(tx),
  }));
  return (work) =>
    transact(({ endpoints, deliveries, jobs, audit }) =>
      work({ endpoints, deliveries, audit, sends: spineSendQueue(jobs, clock) }),
    );
}
