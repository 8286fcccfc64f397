import type { TestDatabase } from "@ashlar/testing";

/** So many that reading them all is never the cheapest way to a page. */
export const manyRows = 20_000;

/**
 * Fills the tables that lists are read from; one statement for each, in the order of their references.
 *
 * Values that a filter names are rare in some and frequent in others.
 */
export async function addManyRows({ sql }: TestDatabase): Promise<void> {
  const at = sql`timestamptz '2026-01-01' + n * interval '1 minute'`;
  const id = sql`(lpad(to_hex(n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid`;
  const rows = sql`from generate_series(1, ${manyRows}) as n`;
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    select ${id}, n || '@example.test', 'Name ' || n % 5000, 'none',
      case when n % 1000 = 0 then '{staff}' when n % 1001 = 0 then '{admin}' when n % 10 = 0 then '{author}' else '{customer}' end::text[],
      case when n % 100 = 3 then 'deactivated' else 'active' end, ${at}, ${at} ${rows}`;
  const person = sql`(select array_agg(id order by email) from users where email like '%@example.test')`;
  await sql`
    insert into posts (id, author_id, title, slug, body, status, published_at, created_at, updated_at)
    select ${id}, people[1 + n % 300], 'Post ' || n, 'post-' || n, 'Words for all' || case when n % 4000 = 1 then ' lighthouse' else '' end,
      case when n % 5 = 0 then 'draft' else 'published' end, case when n % 5 = 0 then null else ${at} end, ${at}, ${at}
    ${rows}, (select ${person} as people) as p`;
  await sql`
    insert into products (id, sku, name, description, price_minor, currency, stock, created_at, updated_at)
    select ${id}, 'SKU-' || n, 'Thing ' || n % 5000, 'Words for all' || case when n % 4000 = 1 then ' lighthouse' else '' end,
      1 + n % 3000, 'EUR', 1, ${at}, ${at} ${rows}`;
  await sql`
    insert into orders (id, buyer_id, status, total_minor, currency, reason, payment_token, placed_at, updated_at)
    select ${id}, people[1 + n % 300],
      status, 1000, 'EUR', case when status in ('payment_failed', 'cancelled') then 'No.' end, case when status = 'pending' then 'tok' end, ${at}, ${at}
    ${rows}, (select ${person} as people) as p,
      lateral (select case when n % 50 = 0 then 'cancelled' when n % 500 = 1 then 'pending' when n % 40 = 2 then 'payment_failed' when n % 3 = 0 then 'confirmed' else 'fulfilled' end as status) as s`;
  await sql`
    insert into order_items (order_id, position, product_id, name, unit_price_minor, quantity)
    select id, position, (select id from products limit 1), 'Thing', 500, 1 from orders, generate_series(0, 1) as position`;
  await sql`
    insert into webhook_endpoints (id, url, description, event_types, status, disabled_reason, consecutive_failures, sealed_secret, created_at, updated_at)
    select ${id}, 'https://hooks.example/' || n, '', '{order.placed}', case when n % 4 = 0 then 'disabled' else 'enabled' end,
      case when n % 4 = 0 then 'asked' end, 0, '', ${at}, ${at} from generate_series(1, 100) as n`;
  await sql`
    insert into webhook_deliveries (id, endpoint_id, event_id, event_type, status, attempts, next_attempt_at, body, created_at)
    select ${id}, endpoints[1 + n % 100], ${id}, 'order.placed', status, 1, case when status = 'waiting' then ${at} end, '{}', ${at}
    ${rows}, (select (select array_agg(id) from webhook_endpoints) as endpoints) as e,
      lateral (select case when n % 400 = 0 then 'waiting' when n % 30 = 0 then 'failed' else 'delivered' end as status) as s`;
  await sql`
    insert into audit_entries (id, at, action, actor_id, via, subject_kind, subject_id, details)
    select ${id}, ${at}, case when n % 100 = 0 then 'user.roles-set' else 'auth.signed-in' end, people[1 + n % 300], 'session',
      case when n % 100 = 0 then 'order' else 'user' end, people[1 + n % 300]::text, '{}' ${rows}, (select ${person} as people) as p`;
  await sql`vacuum analyze`;
}
