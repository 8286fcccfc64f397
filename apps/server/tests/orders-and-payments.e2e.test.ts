import { composeBackend, seedDemo } from "@ashlar/backend";
import { type Client, createClient } from "@ashlar/client";
import { listen } from "@ashlar/http";
import { startPayments } from "@ashlar/payments";
import { shopViolations, silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const token = "a-secret-of-two-services";

const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 25));
};

describe("an order and the payment service, over the network", () => {
  const disposal = new AsyncDisposableStack();
  let database: TestDatabase;
  let customer: Client;
  let staff: Client;
  let productId: string;

  beforeAll(async () => {
    database = disposal.use(await testDatabase());
    await seedDemo(database.url);
    // Longer than the gateway waits for one answer, so that `tok_timeout` outlasts a caller.
    const payments = disposal.use(
      await startPayments({ databaseUrl: database.url, token, log: silentLog, settleAfterMs: 6_000 }),
    );
    const backend = await composeBackend({
      databaseUrl: database.url,
      log: silentLog,
      isProduction: false,
      origins: { own: [], allowed: [], allowsLoopback: true },
      trustedProxyHops: 0,
      payments: { url: payments.url, token },
    });
    disposal.defer(() => backend.close());
    const { app, activeRequests } = backend;
    const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
    disposal.defer(async () => {
      await server.drain(500);
    });
    const url = `http://127.0.0.1:${server.port}`;
    const signedIn = async (email: string): Promise<Client> => {
      const password = "correct-horse-battery";
      const session = await createClient({ url }).auth.login.mutate({ email, password });
      return createClient({ url, token: session.token });
    };
    [customer, staff] = await Promise.all([signedIn("customer@ashlar.test"), signedIn("staff@ashlar.test")]);
    const price = { amountMinor: 1_990, currency: "EUR" } as const;
    const product = await staff.products.create.mutate({ sku: "LAMP", name: "Lamp", price, stock: 100 });
    productId = product.id;
  });
  afterAll(() => disposal.disposeAsync());

  const place = (paymentToken: string) =>
    customer.orders.place.mutate({ items: [{ productId, quantity: 1 }], paymentToken });
  const settled = async (paymentToken: string) => {
    const { id } = await place(paymentToken);
    await eventually(async () => (await customer.orders.get.query({ id })).status !== "pending");
    return customer.orders.get.query({ id });
  };
  const payment = async (reference: string): Promise<string | undefined> => {
    const [row] = await database.sql<{ status: string }[]>`
      select status from payments.payments where reference = ${reference}`;
    return row?.status;
  };

  it.each([
    ["tok_ok", "confirmed", null],
    ["tok_flaky", "confirmed", null],
    ["tok_timeout", "confirmed", null],
    ["tok_declined", "payment_failed", "The card was declined."],
    ["tok_of_nobody", "payment_failed", "The card is not known."],
  ])("%s ends %s", async (paymentToken, status, reason) => {
    expect(await settled(paymentToken)).toMatchObject({ status, reason });
  });

  it("cancelled while the provider hangs is voided there, and stays so when the provider would have agreed", async () => {
    const { id } = await place("tok_timeout");
    await eventually(async () => (await payment(id)) !== undefined);
    await customer.orders.cancel.mutate({ id });
    await eventually(async () => (await payment(id)) === "voided");
    expect(await customer.orders.get.query({ id })).toMatchObject({ status: "cancelled" });
  });

  it("fulfilled is captured", async () => {
    const { id } = await settled("tok_ok");
    await staff.orders.fulfil.mutate({ id });
    await eventually(async () => (await payment(id)) === "captured");
  });

  it("leaves nothing that breaks a rule of the shop", async () => {
    await eventually(async () => Object.keys(await shopViolations(database, "at rest")).length === 0);
  });
});
