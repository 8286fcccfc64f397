import { systemClock, uuidV7 } from "@ashlar/kernel";
import { createSpine, type NewEvent, type Spine } from "@ashlar/spine";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { expect } from "vitest";
import { createNotificationsModule, type MailOptions, type NotificationsModule } from "../src/index.ts";

export type NotificationsHarness = {
  readonly database: TestDatabase;
  readonly spine: Spine;
  readonly module: NotificationsModule;
  /** Adds a user behind the module's back, as identity would. @returns its id. */
  readonly addUser: (email: string, name?: string, isVerified?: boolean) => Promise<string>;
  readonly append: (...events: readonly NewEvent[]) => Promise<void>;
  /** Does the jobs and delivers the events that are due, until none is. */
  readonly settle: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The module on a database of its own. */
export async function notificationsHarness(
  delivery: MailOptions["delivery"] = { kind: "memory" },
): Promise<NotificationsHarness> {
  const database = await testDatabase();
  const { sql, connection } = database;
  const spine = createSpine({ database: connection, log: silentLog });
  const mail = { from: "Shop <shop@example.com>", accountUrl: "https://app.example/account", delivery };
  const module = createNotificationsModule({ database: connection, spine, clock: systemClock, mail });
  const transact = spine.unitOfWork(() => ({}));
  return {
    database,
    spine,
    module,
    addUser: async (email, name = "Ada", isVerified = true) => {
      const id = uuidV7();
      await sql`insert into users (id, email, name, roles, status, created_at, updated_at, email_verified_at)
        values (${id}, ${email}, ${name}, array['customer'], 'active', now(), now(),
          case when ${isVerified} then now() end)`;
      return id;
    },
    append: (...events) => transact((writers) => writers.events.append(...events)),
    settle: async () => {
      const worker = spine.startWorker();
      await expect
        .poll(async () => (await sql`select 1 from jobs where state <> 'dead'`).length, { timeout: 10_000 })
        .toBe(0);
      await worker.stop();
    },
    [Symbol.asyncDispose]: async () => {
      await spine.close();
      await module.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
