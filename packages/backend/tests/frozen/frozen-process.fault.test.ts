import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { endlessRateLimits } from "@ashlar/resilience";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "../test-server.ts";

test("a frozen process loses its locks before 24 buyers who wait for them give up, and writes nothing when it wakes", async () => {
  await using server = await testServer({ rateLimits: endlessRateLimits });
  const [staff, customer] = await Promise.all([server.as("staff"), server.as("customer")]);
  const price = { amountMinor: 100, currency: "EUR" } as const;
  const lamp = { sku: "LAMP", name: "Lamp", description: "", price, stock: 100 };
  const { id: productId } = await staff.products.create.mutate(lamp);
  const holder = fork(join(import.meta.dirname, "lock-holder-process.ts"), [server.database.url]);
  onTestFinished(() => void holder.kill("SIGKILL"));
  expect(await once(holder, "message")).toEqual(["locked", undefined]);
  holder.kill("SIGSTOP");

  const items = [{ productId, quantity: 1 }];
  const place = () => customer.orders.place.mutate({ items, paymentToken: "tok_ok" });
  const orders = await Promise.all(Array.from({ length: 24 }, place));
  expect(new Set(orders.map(({ id }) => id)).size).toBe(24);

  holder.kill("SIGCONT");
  expect(await once(holder, "message")).toEqual(["Unavailable", undefined]);
  expect(await server.database.sql`select stock from products`).toEqual([{ stock: 76 }]);
});
