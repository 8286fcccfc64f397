import { type Actor, uuidV7 } from "@ashlar/kernel";
import { createSpine, type NewEvent, type Spine } from "@ashlar/spine";
import { type FakeClock, fakeClock, silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { createEndpoint, type IssuedEndpoint } from "../src/application/create-endpoint.ts";
import { fanOut } from "../src/application/fan-out.ts";
import type { WebhooksDeps } from "../src/application/ports.ts";
import { sendDue } from "../src/application/send-due.ts";
import { type WebhooksOptions, webhooksDeps } from "../src/create-webhooks-module.ts";
import type { Delivery } from "../src/domain/delivery.ts";
import type { Endpoint } from "../src/domain/endpoint.ts";
import { webhookParts } from "../src/infrastructure/spine-parts.ts";
import { markedSealer } from "./marked-sealer.ts";

export const staff: Actor = {
  userId: uuidV7(),
  sessionId: null,
  roles: ["staff"],
  permissions: new Set(["webhooks:manage"]),
  via: "session",
};

export type WebhooksOnTest = {
  readonly db: TestDatabase;
  readonly clock: FakeClock;
  readonly spine: Spine;
  readonly deps: WebhooksDeps;
  readonly endpointAt: (url: string, eventTypes?: readonly string[]) => Promise<IssuedEndpoint>;
  /** Makes the deliveries of so many events, as the handler would; without an event in the table. */
  readonly happened: (count?: number, type?: string) => Promise<void>;
  /** Appends a real event, for workers. */
  readonly append: (count?: number) => Promise<void>;
  /** Takes a turn at an endpoint. */
  readonly send: (endpointId: string, isForFailing?: boolean, senderId?: string) => Promise<void>;
  readonly endpoint: (id: string) => Promise<Endpoint | null>;
  readonly deliveries: (endpointId?: string) => Promise<readonly Delivery[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Webhooks on a database of their own, with a clock that stands still, to receivers on this host. */
export async function webhooksOnTest(options: Partial<WebhooksOptions> = {}): Promise<WebhooksOnTest> {
  const db = await testDatabase();
  const clock = fakeClock(new Date());
  const database = db.connection;
  const spine = createSpine({ database, log: silentLog });
  const deps = webhooksDeps({
    database,
    spine,
    clock,
    sealer: async () => markedSealer,
    reachesLoopback: true,
    ...options,
  });
  spine.register(webhookParts(deps));
  const transact = spine.unitOfWork(() => ({}));
  return {
    db,
    clock,
    spine,
    deps,
    endpointAt: (url, eventTypes = ["order.fulfilled"]) =>
      createEndpoint(deps, staff, { url, description: "", eventTypes }),
    happened: async (count = 1, type = "order.fulfilled") => {
      for (let made = 0; made < count; made += 1) {
        const data = { orderId: uuidV7(), buyerId: uuidV7() };
        const event = { id: uuidV7(), type, data, requestId: "r-1", traceparent: null };
        await fanOut(deps, { ...event, occurredAt: clock.now() });
      }
    },
    append: (count = 1) =>
      transact(({ events }) => events.append(...Array.from({ length: count }, fulfilled))),
    send: (endpointId, isForFailing = false, senderId = uuidV7()) =>
      sendDue(deps, { endpointId, senderId, isForFailing, signal: new AbortController().signal }),
    endpoint: deps.endpoints.find,
    deliveries: async (endpointId) =>
      (await deps.deliveries.list({ endpointId, order: "asc", limit: 100 })).items,
    [Symbol.asyncDispose]: async () => {
      await spine.close();
      await db[Symbol.asyncDispose]();
    },
  };
}

function fulfilled(): NewEvent<"order.fulfilled"> {
  const orderId = uuidV7();
  return { type: "order.fulfilled", aggregateId: orderId, data: { orderId, buyerId: uuidV7() } };
}

/** Waits until something holds; the test's own timeout bounds it. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
