import { seededRandom } from "@ashlar/kernel";
import { shopViolations, testDatabase } from "@ashlar/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { buyers } from "./buyers.ts";
import { eventually } from "./eventually.ts";
import { faultySpine } from "./faulty-spine.ts";
import { openShop, stocked } from "./shop.ts";
import { type ShopCommand, shopHistory } from "./shop-commands.ts";
import { shopModel } from "./shop-model.ts";
import { paymentTables, tablePayments, wrongPayments } from "./table-payments.ts";

const stock = 12;

/** Runs a history against a shop of its own, whose process dies at one in eight of the moments at which it could. */
async function survives(history: readonly (readonly ShopCommand[])[], seed: number): Promise<void> {
  await using database = await testDatabase();
  await database.sql.unsafe(paymentTables);
  const [buyerIds, productIds] = [await buyers(database, 3), await stocked(database.connection, 3, stock)];
  const payments = tablePayments(database.url);
  const random = seededRandom(seed);
  const shop = openShop({
    databaseUrl: database.url,
    gateway: payments,
    authoriseAttempts: 60,
    wrap: (spine) => faultySpine(spine, random, 1 / 8),
  });
  const model = shopModel(shop, database, { buyerIds, productIds, stock });
  const workers = [shop.startWorker(), shop.startWorker()];
  try {
    for (const commands of history) {
      await Promise.all(commands.map(model.give));
      expect(await shopViolations(database)).toEqual({});
    }
    await eventually(async () => Object.keys(await shopViolations(database, "at rest")).length === 0);
    await model.compare();
    expect(await database.sql.unsafe(wrongPayments)).toEqual([]);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop(500)));
    await shop.close();
    await payments.close();
  }
}

it("is what its callers were told, whatever they do at once and wherever its process dies", {
  timeout: 240_000,
}, async () => {
  await fc.assert(fc.asyncProperty(shopHistory, fc.integer(), survives), {
    numRuns: 8,
    interruptAfterTimeLimit: 40_000,
    endOnFailure: true,
  });
});
