import { DomainError, Unavailable, uuidV7 } from "@ashlar/kernel";
import type { TestDatabase } from "@ashlar/testing";
import { expect } from "vitest";
import { person, type Shop } from "./shop.ts";
import type { ShopCommand } from "./shop-commands.ts";

type Placed = {
  readonly id: string;
  readonly buyer: number;
  readonly token: string;
  end: "open" | "cancelled" | "fulfilled";
};

/** What the callers of a shop were told, and from it what the shop must be like when all is done. */
export type ShopModel = {
  /** Gives a command and repeats it, as clients do, until its answer is definite. */
  readonly give: (command: ShopCommand) => Promise<void>;
  /** Compares the shop at rest with what its callers were told. */
  readonly compare: () => Promise<void>;
};

export function shopModel(
  shop: Shop,
  database: Pick<TestDatabase, "sql">,
  options: {
    readonly buyerIds: readonly string[];
    readonly productIds: readonly string[];
    readonly stock: number;
  },
): ShopModel {
  const { buyerIds, productIds } = options;
  const stock = new Map(productIds.map((id) => [id, options.stock]));
  const orders: Placed[] = [];
  const staff = person(uuidV7(), "orders:read", "orders:write", "catalog:write");
  const buyer = (index: number) => person(buyerIds[index] ?? "");
  const productAt = (index: number): string => productIds[index] ?? "";
  const add = (productId: string, pieces: number) =>
    stock.set(productId, (stock.get(productId) ?? 0) + pieces);

  const give = async (command: ShopCommand): Promise<void> => {
    if (command.kind === "cut") {
      await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'shop'`;
      return;
    }
    if (command.kind === "place") {
      const items = command.lines.map((line) => ({
        productId: productAt(line.product),
        quantity: line.quantity,
      }));
      const input = { items, paymentToken: command.token };
      const answer = await definite(shop, "orders.place", buyer(command.buyer), input);
      if (!answer.isDone) {
        expect(answer.code).toBe("OUT_OF_STOCK");
        return;
      }
      // Sound: the chain has parsed it.
      const { id } = answer.output as { id: string };
      orders.push({ id, buyer: command.buyer, token: command.token, end: "open" });
      return;
    }
    if (command.kind === "adjust") {
      const id = productAt(command.product);
      const answer = await definite(shop, "products.adjustStock", staff, { id, delta: command.delta });
      if (answer.isDone) add(id, command.delta);
      else expect(answer.code).toBe("INSUFFICIENT_STOCK");
      return;
    }
    const order = orders[command.order % Math.max(1, orders.length)];
    if (!order) return;
    const actor = command.kind === "cancel" && !command.byStaff ? buyer(order.buyer) : staff;
    const answer = await definite(shop, `orders.${command.kind}`, actor, { id: order.id });
    if (!answer.isDone) {
      expect(answer.code).toBe(command.kind === "cancel" ? "ORDER_NOT_CANCELLABLE" : "ORDER_NOT_FULFILLABLE");
      return;
    }
    const end = command.kind === "cancel" ? "cancelled" : "fulfilled";
    expect([end, "open"]).toContain(order.end);
    order.end = end;
  };
  return {
    give,
    compare: async () => {
      for (const { id, token, end } of orders) {
        const { status, items } = await shop.get(staff, id);
        if (end !== "open") expect(status).toBe(end);
        else if (token === "ok") expect(status).toBe("confirmed");
        else if (token === "declined") expect(status).toBe("payment_failed");
        else expect(["confirmed", "payment_failed"]).toContain(status);
        if (status !== "confirmed" && status !== "fulfilled") continue;
        for (const { productId, quantity } of items) add(productId, -quantity);
      }
      const rows = await database.sql<{ id: string; stock: number }[]>`select id, stock from products`;
      expect(new Map(rows.map((row) => [row.id, row.stock]))).toEqual(stock);
      const [count] = await database.sql`select count(*)::int as orders from orders`;
      expect(count).toEqual({ orders: orders.length });
    },
  };
}

type Definite =
  | { readonly isDone: true; readonly output: unknown }
  | { readonly isDone: false; readonly code: string };

/** Calls with one key until the answer is a result or a declared refusal. */
async function definite(
  shop: Shop,
  path: string,
  actor: ReturnType<typeof person>,
  input: unknown,
): Promise<Definite> {
  const key = uuidV7();
  for (;;) {
    try {
      return { isDone: true, output: await shop.call(path, actor, input, key) };
    } catch (error) {
      const isInFlight = error instanceof DomainError && error.code === "IDEMPOTENCY_IN_FLIGHT";
      if (error instanceof DomainError && !isInFlight) return { isDone: false, code: error.code };
      // Anything else is a bug, and no client repeats those.
      if (!isInFlight && !(error instanceof Unavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
