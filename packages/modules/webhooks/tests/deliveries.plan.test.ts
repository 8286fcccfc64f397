import { fillPlaceholders, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeliveryList } from "../src/application/ports.ts";
import { deliveryListQuery } from "../src/infrastructure/postgres-delivery-reader.ts";
import { type WebhooksOnTest, webhooksOnTest } from "./webhooks-on-test.ts";

describe("the plan of a list of deliveries", () => {
  let at: WebhooksOnTest;
  let endpointId: string;

  beforeAll(async () => {
    at = await webhooksOnTest();
    ({ id: endpointId } = await at.endpointAt("http://127.0.0.1:1/"));
    const { id: other } = await at.endpointAt("http://127.0.0.1:2/");
    await at.db.sql`
      insert into webhook_deliveries (id, endpoint_id, event_id, event_type, status, attempts, next_attempt_at, body, created_at)
      select gen_random_uuid(), case when n % 50 = 0 then ${endpointId}::uuid else ${other}::uuid end, gen_random_uuid(),
        'order.placed', status, 1, case status when 'waiting' then now() end, '{}', now()
      from generate_series(1, 20000) as n,
        lateral (select case when n % 100 = 0 then 'failed' when n % 40 = 1 then 'waiting' else 'delivered' end) as made (status)`;
    await at.db.sql`vacuum analyze webhook_deliveries`;
  });
  afterAll(() => at?.[Symbol.asyncDispose]());

  const lists = (): readonly [string, Partial<DeliveryList>, string][] => [
    ["all", {}, "webhook_deliveries_pkey"],
    ["of an endpoint", { endpointId }, "webhook_deliveries_endpoint_idx"],
    ["of a status", { status: "failed" }, "webhook_deliveries_status_idx"],
    ["of both", { endpointId, status: "failed" }, "webhook_deliveries_endpoint_status_idx"],
  ];

  it.each(["asc", "desc"] as const)("is one range of an index in its order, %s", async (order) => {
    for (const [, asked, index] of lists()) {
      const { nodes, indexes } = await planOf({ order, limit: 20, ...asked });
      expect({ nodes: nodes.filter((node) => /Sort|Seq/.test(node)), indexes }).toEqual({
        nodes: [],
        indexes: [index],
      });
    }
  });

  it("finds what is due by its index", async () => {
    const rows = await at.db.sql`
      explain (format json) select id from webhook_deliveries
      where endpoint_id = ${endpointId} and status = 'waiting' and next_attempt_at <= now()
      order by next_attempt_at limit 100`;
    const { nodes, indexes } = flattened(rows[0]?.["QUERY PLAN"]);
    expect(indexes).toEqual(["webhook_deliveries_due_idx"]);
    expect(nodes).not.toContain("Sort");
  });

  async function planOf(list: DeliveryList) {
    const { sql: text, params } = deliveryListQuery(at.db.connection.read, list).toSQL();
    const values = fillPlaceholders(params, {});
    const parts = text
      .split(/\$\d+/)
      .map((part, index) => (index < values.length ? sql`${sql.raw(part)}${values[index]}` : sql.raw(part)));
    const rows = await at.db.connection.transact((tx) =>
      tx.execute(sql`explain (format json) ${sql.join(parts)}`),
    );
    return flattened(rows[0]?.["QUERY PLAN"]);
  }
});

type Node = {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly Node[];
};

function flattened(plan: unknown): {
  readonly nodes: readonly string[];
  readonly indexes: readonly string[];
} {
  // Sound: this is what PostgreSQL writes.
  const all = (plan as readonly { readonly Plan: Node }[]).flatMap(({ Plan }) => below(Plan));
  return {
    nodes: all.map((node) => node["Node Type"]),
    indexes: all.flatMap((node) => node["Index Name"] ?? []),
  };
}

const below = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(below)];
