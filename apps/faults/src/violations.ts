import { eventually, piecesOf, shopViolations } from "@ashlar/testing";
import type { FaultCluster } from "./cluster/fault-cluster.ts";
import type { Load } from "./load/start-load.ts";

export type Settled = {
  /** What does not hold; empty when all is well. */
  readonly violations: readonly string[];
  /** From the end of the load to the last job done and the last message received. */
  readonly settledMs: number;
};

/** Money that is held or taken for an order that does not want it, or the reverse; nothing at rest. */
const wrongPayments = `
  select orders.id from orders left join payments.payments as payment on payment.reference = orders.id::text
  where coalesce(payment.status, 'none') not in (
    select unnest(case orders.status
      when 'confirmed' then array['authorised']
      when 'fulfilled' then array['captured']
      when 'cancelled' then array['voided', 'declined']
      when 'payment_failed' then array['declined', 'voided']
    end))`;

/**
 * Waits until everything that was begun has come to its end, then looks whether all of it is as it must be.
 *
 * @param pieces - Of every product, on the shelf and in orders, before anything happened.
 * @param deadLetters - How many jobs were made to fail for good, up to now.
 */
export async function settle(
  cluster: FaultCluster,
  load: Load,
  expected: { readonly pieces: Readonly<Record<string, number>>; readonly deadLetters: number },
  withinMs = 45_000,
): Promise<Settled> {
  const { sql } = cluster;
  const startedMs = performance.now();
  const isAtRest = async (): Promise<boolean> =>
    Object.keys(await shopViolations({ sql }, "at rest")).length === 0 &&
    (await sql.unsafe(wrongPayments)).length === 0;
  await eventually(isAtRest, withinMs, 100);
  const messages = async (): Promise<string[]> =>
    (
      await sql<{ xid: number; position: number; mark: string }[]>`
        select xid::float8, position::float8, right(id::text, 8) as mark
        from events where aggregate = 'order' order by xid, position`
    ).map(({ xid, position, mark }) => `${xid.toString(36)}-${position.toString(36)}-${mark}`);
  const hasAll = async (): Promise<boolean> => {
    const last = (await messages()).at(-1);
    return load.followers.every(({ seen }) => seen.at(-1) === last);
  };
  await eventually(hasAll, 10_000, 100);
  const settledMs = Math.round(performance.now() - startedMs);
  const all = await messages();
  return {
    settledMs,
    violations: [
      ...Object.entries(await shopViolations({ sql }, "at rest")).map(([rule, rows]) => `${rule} (${rows})`),
      ...((await sql.unsafe(wrongPayments)).length > 0 ? ["a payment that does not fit its order"] : []),
      ...stockViolations(await piecesOf({ sql }), expected.pieces),
      ...(await deadLetterViolations(cluster, expected.deadLetters)),
      ...(await ledgerViolations(cluster, load)),
      ...load.followers.flatMap((follower, index) => streamViolations(`stream ${index + 1}`, follower, all)),
      ...new Set(load.scandals),
      ...[...cluster.nodes, cluster.payments]
        .filter((node) => node.crashes() > 0)
        .map(({ name }) => `${name} ended by itself`),
    ],
  };
}

const stockViolations = (
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): string[] =>
  Object.entries(before).flatMap(([id, pieces]) =>
    now[id] === pieces ? [] : [`stock and sold of ${id} are ${now[id]}, not ${pieces}`],
  );

async function deadLetterViolations({ sql }: FaultCluster, expected: number): Promise<string[]> {
  const letters = await sql<{ queue: string; failure: string }[]>`
    select queue, failure from jobs where state = 'dead'`;
  if (letters.length === expected) return [];
  return [
    `${letters.length} dead letters, not ${expected}: ${letters.at(-1)?.queue} ${letters.at(-1)?.failure}`,
  ];
}

async function ledgerViolations({ sql }: FaultCluster, { orders, posts }: Load): Promise<string[]> {
  const acknowledged = [...orders.acknowledged.values()];
  const lostOrders = await sql`
    select id from unnest(${acknowledged}::uuid[]) as told (id) where id not in (select orders.id from orders)`;
  const lostPosts = await sql`
    select id from unnest(${[...posts]}::uuid[]) as told (id) where id not in (select posts.id from posts)`;
  const doubledPosts = await sql`
    select title from posts where id <> all (${[...posts]}::uuid[]) and title in
      (select title from posts where id in (select unnest(${[...posts]}::uuid[])) and title <> 'Is it back?')`;
  const strangers = await sql`
    select key from unnest(${[...orders.asked]}::text[]) as asked (key)
    join idempotency_keys using (key)
    left join orders on orders.id::text = substring(answer from '"id":"([0-9a-f-]{36})"')
    where orders.id is null`;
  return [
    ...(lostOrders.length > 0 ? [`${lostOrders.length} acknowledged orders are lost`] : []),
    ...(lostPosts.length > 0 ? [`${lostPosts.length} acknowledged posts are lost`] : []),
    ...(doubledPosts.length > 0 ? [`${doubledPosts.length} acknowledged posts are there twice`] : []),
    ...(strangers.length > 0 ? [`${strangers.length} keys whose order is not there`] : []),
    ...(new Set(acknowledged).size < acknowledged.length ? ["two keys made one order"] : []),
    ...(orders.unanswered.size > 0 ? [`${orders.unanswered.size} orders were never answered`] : []),
  ];
}

/** A follower sees each message once, in order, from its first one on. */
function streamViolations(
  name: string,
  { seen, ended }: Load["followers"][number],
  all: readonly string[],
): string[] {
  const end = ended();
  if (end !== null) return [`${name} ended: ${end}`];
  const expected = all.slice(all.indexOf(seen[0] ?? ""));
  const wrong = expected.findIndex((cursor, index) => seen[index] !== cursor);
  if (wrong < 0 && seen.length === expected.length) return [];
  return [
    `${name} has ${seen.length} messages of ${expected.length}; at ${wrong}: ${seen[wrong]} for ${expected[wrong]}`,
  ];
}
