import { type Log, uuidV7 } from "@ashlar/kernel";
import { createSpine, type NewEvent, type Spine } from "@ashlar/spine";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { jetstream, jetstreamManager, StorageType } from "@nats-io/jetstream";
import { connect, nanos } from "@nats-io/transport-node";

export type Line = { readonly level: string; readonly message: string };

export type RelayOnTest = {
  readonly db: TestDatabase;
  readonly lines: readonly Line[];
  /** Another process, as far as database and broker can tell. */
  readonly spine: () => Spine;
  /** Appends events of these aggregates, each in a unit of work of its own. */
  readonly append: (spine: Spine, aggregateIds: readonly string[]) => Promise<void>;
  /** Ids of all events in the order of the stream. */
  readonly ids: () => Promise<readonly string[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function relayOnTest(): Promise<RelayOnTest> {
  const db = await testDatabase();
  const lines: Line[] = [];
  const at = (level: string) => (_fields: object, message: string) => void lines.push({ level, message });
  const log: Log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  const spines: Spine[] = [];
  return {
    db,
    lines,
    spine: () => {
      const spine = createSpine({ database: db.connection, log });
      spines.push(spine);
      return spine;
    },
    append: async (spine, aggregateIds) => {
      const transact = spine.unitOfWork(() => ({}));
      for (const id of aggregateIds) await transact(({ events }) => events.append(fulfilled(id)));
    },
    ids: async () => (await db.sql`select id from events order by xid, position`).map(({ id }) => id),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(spines.map((spine) => spine.close()));
      await db[Symbol.asyncDispose]();
    },
  };
}

const fulfilled = (orderId: string): NewEvent<"order.fulfilled"> => ({
  type: "order.fulfilled",
  aggregateId: orderId,
  data: { orderId, buyerId: uuidV7() },
});

export type Relayed = {
  readonly subject: string;
  readonly messageId: string;
  readonly contentType: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly id: string };
};

/** Everything the stream holds, in its order. */
export async function relayed(url: string, stream = "ASHLAR_EVENTS"): Promise<readonly Relayed[]> {
  const connection = await connect({ servers: new URL(url).host });
  try {
    const consumer = await jetstream(connection)
      .consumers.get(stream)
      .catch(() => null);
    if (consumer === null) return [];
    const { num_pending: waiting } = await consumer.info();
    const all: Relayed[] = [];
    while (all.length < waiting) {
      for await (const message of await consumer.fetch({ max_messages: 500, expires: 1_000 })) {
        all.push({
          subject: message.subject,
          messageId: message.headers?.get("Nats-Msg-Id") ?? "",
          contentType: message.headers?.get("Content-Type") ?? "",
          event: message.json(),
        });
        if (all.length === waiting) break;
      }
    }
    return all;
  } finally {
    await connection.close();
  }
}

/** Makes the stream beforehand, as an operator may, with a server that forgets what it knows after 100 ms. */
export async function forgetfulStream(url: string): Promise<void> {
  const connection = await connect({ servers: new URL(url).host });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({
    name: "ASHLAR_EVENTS",
    subjects: ["ashlar.events.>"],
    storage: StorageType.File,
    duplicate_window: nanos(100),
  });
  await connection.close();
}

/** Waits until something holds; the test's own timeout bounds it. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
