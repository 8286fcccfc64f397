import { paymentsContract } from "@ashlar/payments-contract";
import { type ServiceClient, serviceClient } from "@ashlar/resilience";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { type RunningPayments, startPayments } from "../src/index.ts";

export type PaymentsHarness = AsyncDisposable & {
  readonly service: RunningPayments;
  readonly database: TestDatabase;
  readonly calls: ServiceClient<typeof paymentsContract>["calls"];
  /** Another client, as impatient as it is asked to be. */
  readonly client: (timeoutMs: number, attempts: number) => ServiceClient<typeof paymentsContract>["calls"];
};

export const token = "a secret between services";

/** The service on a port and a database of its own, called as the orders module calls it. */
export async function paymentsHarness(settleAfterMs?: number): Promise<PaymentsHarness> {
  const database = await testDatabase();
  const service = await startPayments({
    databaseUrl: database.url,
    token,
    log: silentLog,
    ...(settleAfterMs === undefined ? {} : { settleAfterMs }),
  });
  const client = (timeoutMs: number, attempts: number) =>
    serviceClient({
      name: "payments",
      contract: paymentsContract,
      url: service.url,
      token,
      log: silentLog,
      timeoutMs,
      retries: { attempts, baseMs: 5, capMs: 1_500 },
      breaker: { minimumCalls: 1_000, windowCalls: 1_000 },
    }).calls;
  return {
    service,
    database,
    calls: client(3_000, 1),
    client,
    [Symbol.asyncDispose]: async () => {
      await service[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What a call ended with. */
export const failing = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => ({ answered: value }),
    (error: unknown) => error,
  );
