import type postgres from "postgres";

/**
 * What must hold in the database of a shop at any moment, whatever was killed, cut or repeated: one statement for each
 * rule, which finds the rows that break it.
 */
const rules = {
  "an order without its order.placed event": `
    select id from orders where not exists (
      select from events where aggregate_id = orders.id and type = 'order.placed' and sequence = 1)`,
  "an event of an order that is not there": `
    select position from events where aggregate = 'order' and not exists (
      select from orders where id = events.aggregate_id)`,
  "an order whose last event tells another status": `
    select orders.id from orders
    join lateral (select type from events where aggregate_id = orders.id order by sequence desc limit 1) as last on true
    where orders.status <> case last.type when 'order.placed' then 'pending' else split_part(last.type, '.', 2) end`,
  "an order with a gap or a repetition among its events": `
    select aggregate_id from events where aggregate = 'order' group by aggregate_id
    having max(sequence) <> count(*) or count(distinct type) <> count(*)`,
  "stock below zero": "select id from products where stock < 0",
  "an order whose total is not the sum of its items": `
    select id from orders where total_minor <> (
      select coalesce(sum(unit_price_minor * quantity), -1) from order_items where order_id = orders.id)`,
  "a pending order that no job will settle": `
    select id from orders where status = 'pending' and not exists (
      select from jobs where queue = 'orders.authorise-payment' and state <> 'dead' and data ->> 'orderId' = orders.id::text)`,
  "a key with more than one answer": `
    select key from idempotency_keys group by scope, key having count(*) > 1`,
} as const;

/** Rules that hold once every job is done. */
const rulesAtRest = {
  "an order that is not settled": "select id from orders where status = 'pending'",
  "a job that is not done": "select id from jobs where state <> 'dead'",
  "an event that the timeline does not have": `
    select position from events where aggregate = 'order' and not exists (
      select from order_timeline where order_id = events.aggregate_id and sequence = events.sequence)`,
} as const;

/** The rules that are broken, each with how often; empty when all is well. */
export async function shopViolations(
  { sql }: { readonly sql: postgres.Sql },
  when: "any time" | "at rest" = "any time",
): Promise<Record<string, number>> {
  const broken: Record<string, number> = {};
  const all = when === "at rest" ? { ...rules, ...rulesAtRest } : rules;
  for (const [rule, statement] of Object.entries(all)) {
    const rows = await sql.unsafe(statement);
    if (rows.length > 0) broken[rule] = rows.length;
  }
  return broken;
}

/** Pieces on the shelf and in orders that hold them, by product: constant, unless somebody adjusts the stock. */
export async function piecesOf({ sql }: { readonly sql: postgres.Sql }): Promise<Record<string, number>> {
  const rows = await sql<{ id: string; pieces: number }[]>`
    select products.id, (products.stock + coalesce(sum(item.quantity) filter (
      where orders.status in ('pending', 'confirmed', 'fulfilled')), 0))::integer as pieces
    from products left join order_items as item on item.product_id = products.id
    left join orders on orders.id = item.order_id
    group by products.id`;
  return Object.fromEntries(rows.map(({ id, pieces }) => [id, pieces]));
}
