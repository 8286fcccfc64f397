import postgres from "postgres";

/**
 * Counts what was written for the orders of a database.
 *
 * @throws Error when an order is without one of its rows, or stock and sold do not add up.
 */
export async function demandWholeOrders(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const [counted] = await sql<{ orders: number; written: Record<string, number> }[]>`
    with counts as (
      select (select count(*) from orders) as orders, (select count(*) from order_items) as items,
        (select count(*) from events where type = 'order.placed') as events,
        (select count(*) from jobs where queue = 'orders.authorise-payment') as jobs,
        (select count(*) from audit_entries where action = 'orders.placed') as audits,
        (select count(*) from idempotency_keys) as keys,
        (select sum(1000000 - stock) from products) as sold
    )
    select orders::int, json_build_object('items', items, 'events', events, 'jobs', jobs, 'audits', audits, 'keys', keys,
      'sold', sold) as written
    from counts
  `;
  await sql.end();
  const { orders = 0, written = {} } = counted ?? {};
  for (const [name, count] of Object.entries(written)) {
    const expected = name === "items" || name === "sold" ? orders * 3 : orders;
    if (count !== expected) throw new Error(`${orders} orders have ${count} ${name}.`);
  }
  return orders;
}
