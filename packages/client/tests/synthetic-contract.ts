const proceduresPerModule = 5;

/** One module: an item with references, and five procedures as a real one has them. */
const moduleText = (number: number): string => `
import { defineError, listOf, mutation, query } from "@ashlar/contracts";
import { z } from "zod";

const Status = z.enum(["draft${number}", "open", "closed"]);
const Owner = z.object({ id: z.uuid(), name: z.string() });
const Item = z.object({
  id: z.uuid(),
  ownerId: z.uuid(),
  name${number}: z.string(),
  totalMinor: z.int(),
  status: Status,
  lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
  createdAt: z.date(),
  closedAt: z.date().nullable(),
  owner: Owner.optional(),
});
const NOT_FOUND = defineError("ITEM_${number}_NOT_FOUND", 404, "There is none.", z.object({ itemId: z.uuid() }));
const TAKEN = defineError("ITEM_${number}_TAKEN", 409, "It is taken.", z.object({ name: z.string() }));
const CLOSED = defineError("ITEM_${number}_CLOSED", 409, "It is closed.", z.object({ closedAt: z.date() }));
const ById = z.strictObject({ id: z.uuid() });
const write = { access: "orders:write", idempotency: "key" } as const;

export const module${number} = {
  list: query("GET /items${number}", {
    summary: "Lists items.",
    access: "orders:read",
    ...listOf(Item, {
      sort: ["createdAt", "totalMinor", "name${number}"],
      filter: { status: Status, ownerId: z.uuid() },
      include: ["owner"],
    }),
  }),
  get: query("GET /items${number}/{id}", {
    summary: "Reads one item.",
    access: "owner or orders:read",
    input: ById,
    output: Item,
    errors: [NOT_FOUND],
  }),
  create: mutation("POST /items${number}", {
    summary: "Makes an item.",
    ...write,
    input: z.strictObject({ name: z.string().min(1).max(100), lines: Item.shape.lines.min(1).max(50) }),
    output: Item,
    success: 201,
    errors: [TAKEN],
  }),
  update: mutation("PATCH /items${number}/{id}", {
    summary: "Changes an item.",
    ...write,
    input: ById.extend({ name: z.string().optional(), status: Status.optional() }),
    output: Item,
    errors: [NOT_FOUND, TAKEN, CLOSED],
  }),
  remove: mutation("DELETE /items${number}/{id}", {
    summary: "Removes an item.",
    ...write,
    input: ById,
    errors: [NOT_FOUND, CLOSED],
  }),
};
`;

/** Calls every procedure of a module and reads its dates and its declared failures. */
const callerText = (number: number): string => `
import { safe } from "@trpc/client";
import { client } from "./client.ts";

const items = client.module${number};

export async function use${number}(id: string): Promise<number> {
  const [page] = await safe(items.list.query({ sort: "name${number}", filter: { status: "draft${number}" } }));
  const [item, missing] = await safe(items.get.query({ id }));
  const [, taken] = await safe(items.create.mutate({ name: "n", lines: [{ sku: "s", quantity: 1 }] }));
  const [updated, failed] = await safe(items.update.mutate({ id, status: "closed" }));
  const [, kept] = await safe(items.remove.mutate({ id }));
  if (missing?.data?.failure?.code === "ITEM_${number}_NOT_FOUND") return missing.data.failure.details.itemId.length;
  if (taken?.data?.failure?.code === "ITEM_${number}_TAKEN") return taken.data.failure.details.name.length;
  if (failed?.data?.failure?.code === "ITEM_${number}_CLOSED") return failed.data.failure.details.closedAt.getTime();
  if (kept?.data?.failure?.code === "OVERLOADED") return kept.data.failure.details.retryAfterSeconds;
  return (page?.items.length ?? 0) + (item?.createdAt.getTime() ?? 0) + (updated?.totalMinor ?? 0);
}
`;

/**
 * Writes a contract of many procedures, and a client's use of each, as a project of TypeScript files.
 *
 * @param procedures - A multiple of 5.
 * @returns Text by file name.
 */
export function syntheticContract(procedures: number): ReadonlyMap<string, string> {
  const numbers = Array.from({ length: procedures / proceduresPerModule }, (_, index) => index);
  const names = numbers.map((number) => `module${number}`);
  const files = new Map([["package.json", '{ "type": "module" }']]);
  for (const number of numbers) {
    files.set(`module${number}.ts`, moduleText(number));
    files.set(`use${number}.ts`, callerText(number));
  }
  files.set(
    "contract.ts",
    [
      'import type { RouterOf } from "@ashlar/contracts";',
      ...names.map((name) => `import { ${name} } from "./${name}.ts";`),
      `export const contract = { ${names.join(", ")} };`,
      "export type Router = RouterOf<typeof contract>;",
    ].join("\n"),
  );
  files.set(
    "client.ts",
    [
      'import type { TRPCClient } from "@trpc/client";',
      'import type { Router } from "./contract.ts";',
      "export declare const client: TRPCClient<Router>;",
    ].join("\n"),
  );
  return files;
}
