import { isKept } from "@ashlar/database";
import { endlessRateLimits } from "@ashlar/resilience";
import { eventually } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { filters, type List, lists } from "./list-cells.ts";
import { addManyRows, manyRows } from "./many-rows.ts";
import { explainStatements, type PlanNode, type RanStatement, statementLog } from "./statement-plans.ts";

type Input = Readonly<Record<string, unknown>>;
type Page = {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly page: { readonly nextCursor?: string };
};
type Caller = "admin" | "author" | "nobody";

const limit = 50;
/**
 * What one scan or sort may look at. A search walks 2,000 rows, and some more where the planner takes a third of the
 * rows to come behind any cursor and sorts those.
 */
const mostRows = 6_000;
/** Who is calling, the page, and the total of a numbered one. */
const mostStatements = 3;

/** Lists whose table stays small, with the reason. */
const small: Readonly<Record<string, string>> = {
  "webhooks.endpoints.list": "there are at most a hundred endpoints",
};

describe("every list of the contract", () => {
  let server: TestServer;
  let log: Awaited<ReturnType<typeof statementLog>>;
  let headers: Readonly<Record<Caller, Readonly<Record<string, string>>>>;
  let big: ReadonlySet<string>;

  beforeAll(async () => {
    server = await testServer({ rateLimits: endlessRateLimits }, 0, explainStatements);
    await addManyRows(server.database);
    log = await statementLog(server.database);
    const bearer = async (role: "admin" | "author") => ({
      authorization: `Bearer ${await server.signIn(role)}`,
    });
    headers = { admin: await bearer("admin"), author: await bearer("author"), nobody: {} };
    const tables = await server.database.sql<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and reltuples >= ${manyRows / 2}`;
    big = new Set(tables.map(({ name }) => name));
  }, 60_000);
  afterAll(async () => {
    await log?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const send = async (list: List, input: Input, caller: Caller): Promise<Response> =>
    fetch(`${server.url}/trpc/${list.path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, {
      headers: headers[caller],
    });
  const call = async (list: List, input: Input, caller: Caller = "admin"): Promise<Page> => {
    const response = await send(list, input, caller);
    const body = await response.text();
    expect(response.status, `${list.path} ${JSON.stringify(input)} ${body.slice(0, 300)}`).toBe(200);
    return JSON.parse(body).result.data.json;
  };
  const parentsOf = async ({ parents }: List): Promise<Input> => {
    const [row] = await server.database.sql<{ id: string }[]>`select author_id as id from posts limit 1`;
    return Object.fromEntries(parents.map((name) => [name, row?.id]));
  };
  /** Every member of an enum; for what the contract leaves open, the value of a row that is there. */
  const valuesOf = async (list: List): Promise<Record<string, readonly string[]>> => {
    const { items } = await call(list, { ...(await parentsOf(list)), limit: 1 });
    const known = Object.entries(list.filter).map(([name, members]) => [
      name,
      members ?? [valueAt(items[0], name)],
    ]);
    return Object.fromEntries(known);
  };
  const inputsOf = async (list: List): Promise<readonly Input[]> => {
    const parents = await parentsOf(list);
    const words = list.hasWords ? [undefined, "lighthouse", "words", "nowhere"] : [undefined];
    const found = filters(await valuesOf(list));
    return found.flatMap((filter) =>
      list.sorts.flatMap((sort) =>
        ["asc", "desc"].flatMap((order) => words.map((q) => ({ ...parents, filter, sort, order, limit, q }))),
      ),
    );
  };

  /** Runs a page, the one after it and a numbered one. */
  const threePages = async (list: List, input: Input, caller: Caller): Promise<readonly RanStatement[]> => {
    const first = await log.during(() => call(list, input, caller));
    const { nextCursor: cursor } = first.result.page;
    const next =
      cursor === undefined ? null : await log.during(() => call(list, { ...input, cursor }, caller));
    const numbered = await log.during(() => call(list, { ...input, page: 2 }, caller));
    return [first, next, numbered].flatMap((page) => page?.statements ?? []);
  };

  describe.each(["force_custom_plan", "force_generic_plan"])("planned as by %s", (mode) => {
    beforeAll(() => setPlanMode(mode));

    it.each(lists())("$path is read by an index, in each order and under each filter", async (list) => {
      const touched = new Set<string>();
      const inputs = await inputsOf(list);
      for (const caller of ["admin", "author", "nobody"] as const) {
        const { status } = await send(list, await parentsOf(list), caller);
        if (status === 401 || status === 403) continue;
        for (const input of inputs) {
          for (const statement of await threePages(list, input, caller)) {
            if (mode === "force_generic_plan" && !isKept(statement.text)) continue;
            expect(
              slowParts(statement, big),
              `${caller} ${JSON.stringify(input)}\n${statement.text}`,
            ).toEqual([]);
            for (const { "Relation Name": table } of statement.nodes)
              if (table !== undefined) touched.add(table);
          }
        }
      }
      // Everybody is looked up among the users.
      if (list.path !== "users.list") touched.delete("users");
      const isMany = [...touched].some((table) => big.has(table));
      const advice = `${list.path} is read from ${[...touched]}: fill it in many-rows.ts, or say in \`small\` why it stays small.`;
      expect(isMany || small[list.path] !== undefined, advice).toBe(true);
    });
  });

  it.each(lists())("$path takes as many statements for 50 rows as for 5", async (list) => {
    const input = { ...(await parentsOf(list)), include: list.includes, page: 1 };
    const countOf = async (rows: number): Promise<number> => {
      const { result, statements } = await log.during(() => call(list, { ...input, limit: rows }));
      expect(result.items).toHaveLength(rows);
      return statements.length;
    };
    // Jobs that run beside may add some to one call, but not to each.
    await expect.poll(async () => (await countOf(50)) - (await countOf(5)), { timeout: 30_000 }).toBe(0);
    await expect.poll(() => countOf(50), { timeout: 30_000 }).toBeLessThanOrEqual(mostStatements);
  });

  /** For connections from now on, and no others are left. */
  async function setPlanMode(mode: string): Promise<void> {
    const { sql } = server.database;
    const [row] = await sql<{ name: string }[]>`select current_database() as name`;
    await sql.unsafe(`alter database ${row?.name} set plan_cache_mode = ${mode}`);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ashlar'`;
    const [list] = lists();
    const answers = async (): Promise<boolean> => list !== undefined && (await send(list, {}, "admin")).ok;
    expect(await eventually(answers, 30_000)).toBe(true);
  }
});

/** The field of an item that a filter names, or the field of its part: `subjectId` is the `id` of the `subject`. */
function valueAt(item: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const ofParts = Object.entries(item ?? {}).flatMap(([part, value]) =>
    Object.entries(Object(value)).map(([field, inner]) => [`${part}${field}`.toLowerCase(), inner] as const),
  );
  const value = item?.[name] ?? ofParts.find(([path]) => path === name.toLowerCase())?.[1];
  if (typeof value !== "string") throw new Error(`No item has a value for the filter "${name}".`);
  return value;
}

/** What takes longer the longer the list is. */
const slowParts = (statement: RanStatement, big: ReadonlySet<string>): string[] =>
  statement.nodes.flatMap((node) => slowPart(node, big, statement.text.includes(" as counted")));

/** @param isCount - Of a total: it is counted up to a bound, see `listTotal`, in whatever order. */
function slowPart(node: PlanNode, big: ReadonlySet<string>, isCount: boolean): string[] {
  const table = node["Relation Name"] ?? "";
  const kind = node["Node Type"];
  if (isCount) return big.has(table) && node["Actual Rows"] > 10_001 ? [`Count of ${table}`] : [];
  const rows = node["Actual Loops"] * (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0));
  if (kind.endsWith("Sort")) return rows > mostRows ? [`Sort of ${rows} rows`] : [];
  if (!big.has(table)) return [];
  return kind === "Seq Scan" || rows > mostRows ? [`${kind} of ${rows} rows of ${table}`] : [];
}
