import { type AppRouter, type ContractTree, contract, isEntry } from "@ashlar/contracts";
import { bindCalls, noPolicies, type ProcedureTree } from "@ashlar/rpc";
import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, type TRPCLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ServedApi, serveBound } from "./library/serve-procedures.ts";

const pages = 4;
/** What the handlers were called with. */
const seen: Record<string, unknown>[] = [];

/** A page of any list: empty, and followed by the page that its cursor numbers. */
function pageAfter(sent: unknown): unknown {
  const input = z.record(z.string(), z.unknown()).parse(sent);
  seen.push(input);
  const number = Number(input.cursor ?? 1);
  const page = { limit: Number(input.limit), hasNext: number < pages, hasPrevious: number > 1 };
  return { items: [], page: { ...page, ...(number < pages && { nextCursor: String(number + 1) }) } };
}

/** Every entry of the contract, open to everybody, with handlers that only know pages. */
const paged = (tree: ContractTree): ProcedureTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isEntry(node)
        ? { entry: { ...node, access: "public" }, handler: async ({ input }) => pageAfter(input) }
        : paged(node),
    ]),
  );

const seal = { seal: (cursor: string) => `sealed.${cursor}`, open: (sealed: string) => sealed.slice(7) };
const procedures = bindCalls(paged(contract), { ...noPolicies, cursors: async () => seal });
const pageShape = z.object({ page: z.object({ nextCursor: z.string().optional() }) });
const lists = procedures.filter(({ entry }) =>
  JSON.stringify(z.toJSONSchema(entry.output, { unrepresentable: "any" })).includes('"hasNext"'),
);

let api: ServedApi;
beforeAll(async () => {
  api = await serveBound(procedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const id = "0199a3c4-0000-7000-8000-000000000001";
/** What the list cannot be called without: the parent that it is below. */
function required(path: string): Record<string, unknown> {
  const entry = procedures.find((procedure) => procedure.path === path)?.entry;
  const { required: names = [] } = z.toJSONSchema(entry?.input ?? z.void(), {
    io: "input",
    unrepresentable: "any",
  });
  return Object.fromEntries(names.map((name) => [name, id]));
}

const links: Readonly<Record<string, (url: string) => TRPCLink<AppRouter>>> = {
  httpLink: (url) => httpLink({ url, transformer: superjson }),
  httpBatchLink: (url) => httpBatchLink({ url, transformer: superjson, maxItems: 10 }),
  httpBatchStreamLink: (url) => httpBatchStreamLink({ url, transformer: superjson, maxItems: 10 }),
};

type AnyOptions = ReturnType<
  ReturnType<typeof createTRPCOptionsProxy<AppRouter>>["posts"]["list"]["infiniteQueryOptions"]
>;

/** The infinite query of a list by its path, which no type can follow. */
function infinite(link: TRPCLink<AppRouter>, path: string, options: object) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const client = createTRPCClient<AppRouter>({ links: [link] });
  let node: unknown = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  for (const name of path.split(".")) node = Reflect.get(Object(node), name);
  const made = Reflect.get(Object(node), "infiniteQueryOptions");
  const getNextPageParam = (last: unknown) => pageShape.parse(last).page.nextCursor;
  // Sound: every list has the options of `posts.list`, its items apart.
  const query = made({ ...required(path), limit: 7 }, { getNextPageParam, ...options }) as AnyOptions;
  return { queryClient, query };
}

test("the contract has lists", () => expect(lists.length).toBeGreaterThan(5));

describe.each(Object.keys(links))("by %s", (name) => {
  const link = () => links[name]?.(`${api.origin}/trpc`) ?? httpLink({ url: "", transformer: superjson });

  test.each(lists.map(({ path }) => path))("an infinite query reads %s page by page", async (path) => {
    for (const options of [{}, { initialCursor: null }]) {
      seen.length = 0;
      const { queryClient, query } = infinite(link(), path, options);
      const { pages: read } = await queryClient.fetchInfiniteQuery({ ...query, pages: 3 });
      expect(read.map((page) => page.page.nextCursor)).toEqual(["sealed.2", "sealed.3", "sealed.4"]);
      expect(seen.map(({ cursor }) => cursor)).toEqual([undefined, "2", "3"]);
      expect(seen.every((input) => input.limit === 7 && !("direction" in input))).toBe(true);
    }
  });

  test("it may begin in the middle", async () => {
    const { queryClient, query } = infinite(link(), "posts.list", { initialCursor: "sealed.3" });
    const { pages: read } = await queryClient.fetchInfiniteQuery({ ...query, pages: 2 });
    expect(read.map((page) => page.page.nextCursor)).toEqual(["sealed.4", undefined]);
  });
});

const called = async (path: string, input: unknown): Promise<[number, string]> => {
  const response = await fetch(
    `${api.origin}/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`,
  );
  return [response.status, await response.text()];
};

test.each([
  [{ direction: "backward", cursor: "sealed.2" }, "2"],
  [{ direction: "forward", cursor: null, initialCursor: "sealed.3" }, "3"],
  [{ cursor: "sealed.2", initialCursor: "sealed.3" }, "2"],
  [{ cursor: null, initialCursor: null }, undefined],
])("the cursor alone decides which page is read: %j", async (input, cursor) => {
  seen.length = 0;
  expect((await called("posts.list", input))[0]).toBe(200);
  expect(seen).toEqual([
    { limit: 20, order: "desc", sort: "createdAt", include: [], ...(cursor !== undefined && { cursor }) },
  ]);
});

test.each([
  ["a direction that no integration sends", "posts.list", { direction: "up" }, "direction"],
  ["a direction where nothing is listed", "posts.get", { id, direction: "forward" }, "direction"],
  ["a cursor that is no text", "posts.list", { cursor: 7 }, "cursor"],
  ["a field of a caller's own", "posts.list", { direction: "forward", pageSize: 7 }, "pageSize"],
])("%s is refused by name", async (_what, path, input, field) => {
  const [status, text] = await called(path, input);
  expect([status, text]).toEqual([422, expect.stringContaining(`"field":"${field}"`)]);
});

test("REST knows nothing of it", async () => {
  const response = await api.call("/posts?direction=forward");
  expect([response.status, await response.text()]).toEqual([
    422,
    expect.stringContaining('"field":"direction"'),
  ]);
});
