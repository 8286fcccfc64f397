import { expect, test } from "vitest";
import { testServer } from "./test-server.ts";

test("a database closed for writing: not ready, writes are answered 503 with a time, reads continue, and the key serves the repetition", async () => {
  await using server = await testServer();
  const token = await server.signIn("customer");
  const staff = await server.as("staff");
  const price = { amountMinor: 4_900, currency: "EUR" } as const;
  const lamp = { sku: "LAMP", name: "Lamp", description: "", price, stock: 10 };
  const { id: productId } = await staff.products.create.mutate(lamp);
  const name = new URL(server.database.url).pathname.slice(1);
  const { sql } = server.database;
  const place = () =>
    fetch(new URL("/api/v1/orders", server.url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": "one-order",
      },
      body: JSON.stringify({ items: [{ productId, quantity: 1 }], paymentToken: "tok_ok" }),
    });
  const ready = async () => (await fetch(new URL("/health/ready", server.url))).status;
  await sql.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'ashlar%'
      and application_name <> 'ashlar test'`;
  await expect.poll(ready, { timeout: 10_000 }).toBe(503);
  const refused = await place();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect((await fetch(new URL("/api/v1/posts", server.url))).status).toBe(200);

  await sql.unsafe(`alter database ${name} reset default_transaction_read_only`);
  // A session that began while the database was closed fails one more write.
  await expect.poll(async () => (await place()).status, { timeout: 10_000 }).toBe(201);
  await place();
  expect(await sql`select count(*)::int as orders from orders`).toEqual([{ orders: 1 }]);
  expect(await ready()).toBe(200);
});
