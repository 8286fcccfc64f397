import { hash } from "node:crypto";
import { uuidV7 } from "@ashlar/kernel";
import postgres from "postgres";
import type { OrderPlacer } from "./order-placer.ts";
import { orderRequest } from "./order-request.ts";
import type { Shelf } from "./shelf.ts";

/**
 * The same rows by hand on postgres.js, prepared, in the best order of round trips: look for the key with BEGIN; take the
 * stock; write everything that needs its prices at once; COMMIT.
 */
export function handWrittenOrders(url: string, shelf: Shelf): OrderPlacer {
  const sql = postgres(url, { max: 20, onnotice: () => undefined });
  return {
    place: async (call) => {
      const { buyerId, items, key } = orderRequest(shelf, call);
      const [orderId, now] = [uuidV7(), new Date()];
      const scope = `orders.place ${buyerId}`;
      const inputHash = hash("sha256", JSON.stringify({ items, paymentToken: "ok" }), "base64url");
      const wanted = items.toSorted((left, right) => (left.productId < right.productId ? -1 : 1));
      await sql.begin(async (tx) => {
        const [known] = await tx`
          select pg_try_advisory_xact_lock(hashtextextended(${`${scope} ${key}`}, 2)) as ours, answer
          from (values (1)) as once left join idempotency_keys on scope = ${scope} and key = ${key}`;
        if (!known?.ours || known.answer) throw new Error("The key is taken.");
        const taken = await tx`
          update products set stock = stock - 1 where id in ${tx(wanted.map(({ productId }) => productId))} and stock >= 1
          returning id, name, price_minor`;
        if (taken.length < 3) throw new Error("Out of stock.");
        const lines = items.map(({ productId, quantity }, position) => {
          const offer = taken.find(({ id }) => id === productId);
          return {
            order_id: orderId,
            position,
            product_id: productId,
            name: String(offer?.name),
            unit_price_minor: Number(offer?.price_minor),
            quantity,
          };
        });
        const total = lines.reduce((sum, line) => sum + line.unit_price_minor, 0);
        const said = { orderId, buyerId, total: { amountMinor: total, currency: "EUR" }, items: lines };
        await Promise.all([
          tx`insert into orders (id, buyer_id, status, total_minor, currency, payment_token, placed_at, updated_at)
            values (${orderId}, ${buyerId}, 'pending', ${total}, 'EUR', 'ok', ${now}, ${now})`,
          tx`insert into order_items ${tx(lines)}`,
          tx`insert into events (xid, id, type, version, aggregate, aggregate_id, sequence, data, occurred_at, actor_id)
            values (pg_current_xact_id()::text::bigint, ${uuidV7()}, 'order.placed', 1, 'order', ${orderId}, 1,
              ${tx.json(said)}, ${now}, ${buyerId})`,
          tx`insert into jobs (id, queue, data, unique_key, priority, is_limited, state, run_at, created_at)
            values (${uuidV7()}, 'orders.authorise-payment', ${tx.json({ orderId })}, ${orderId}, 1, false, 'waiting',
              now(), ${now})`,
          tx`insert into audit_entries (id, at, action, actor_id, via, subject_kind, subject_id, details)
            values (${uuidV7()}, ${now}, 'orders.placed', ${buyerId}, 'session', 'order', ${orderId},
              ${tx.json({ total: said.total })})`,
          tx`insert into idempotency_keys (scope, key, input_hash, answer, expires_at)
            values (${scope}, ${key}, ${inputHash}, ${JSON.stringify(said)}, ${new Date(now.getTime() + 86_400_000)})`,
        ]);
      });
      return orderId;
    },
  };
}
