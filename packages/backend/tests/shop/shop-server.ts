import { type TestServer, testServer } from "../test-server.ts";
import { paymentService } from "./payment-service.ts";
import { stocked } from "./shop.ts";

/** The whole backend, its payment service, people who are signed in, and one product of 1,000 pieces. */
export type ShopServer = AsyncDisposable & {
  readonly server: TestServer;
  readonly service: Awaited<ReturnType<typeof paymentService>>;
  readonly customer: TestServer["anonymous"];
  readonly author: TestServer["anonymous"];
  readonly staff: TestServer["anonymous"];
  readonly product: string;
};

export async function shopServer(): Promise<ShopServer> {
  const service = await paymentService();
  const server = await testServer({ payments: service.config });
  const [customer, author, staff] = await Promise.all([
    server.as("customer"),
    server.as("author"),
    server.as("staff"),
  ]);
  const [product = ""] = await stocked(server.database.connection, 1, 1_000);
  return {
    server,
    service,
    customer,
    author,
    staff,
    product,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}
