import { execFile } from "node:child_process";
import { join } from "node:path";
import { seeds } from "@ashlar/backend";
import { testDatabase } from "@ashlar/testing";
import { describe, expect, it } from "vitest";
import { environmentWith } from "../src/env.ts";

type Ended = { readonly code: number; readonly output: string; readonly errors: string };

const seed = (databaseUrl: string, ...parameters: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const script = join(import.meta.dirname, "../src/seed.ts");
    const env = environmentWith({ DATABASE_URL: databaseUrl });
    execFile(process.execPath, [script, ...parameters], { env }, (error, output, errors) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors }),
    );
  });

const some = { users: 3, posts: 4, products: 5, orders: 6 };
const asked = Object.entries(some).flatMap(([name, count]) => [`--${name}`, String(count)]);

describe("pnpm seed", () => {
  it("makes what it is asked for of every kind, orders with their events, and says it in JSON alone", async () => {
    await using database = await testDatabase();
    const ended = await seed(database.url, ...asked, "--json");
    expect(ended).toEqual({ code: 0, output: `${JSON.stringify(some)}\n`, errors: "" });
    const demoAccounts = 4;
    const [made] = await database.sql`
      select (select count(*)::int from users) as users, (select count(*)::int from posts) as posts,
        (select count(*)::int from products) as products, (select count(*)::int from orders) as orders,
        (select count(*)::int from events where type = 'order.placed') as placed`;
    expect(made).toEqual({ ...some, users: some.users + demoAccounts, placed: some.orders });
    expect(Object.keys(some)).toEqual(seeds.map(({ name }) => name));
  });

  it("writes a line for each kind where there is no terminal, without control characters", async () => {
    await using database = await testDatabase();
    const { code, output } = await seed(database.url, ...asked);
    expect(code).toBe(0);
    const lines = Object.entries(some).map(
      ([name, count]) => new RegExp(`^${count} ${name} in \\d+\\.\\d s$`),
    );
    expect(output.trimEnd().split("\n")).toEqual(lines.map((line) => expect.stringMatching(line)));
  });

  it("refuses an argument in one line, before it touches the database", async () => {
    const ended = await seed("postgres://nobody@127.0.0.1:1/none", "--userz", "5");
    expect(ended).toEqual({
      code: 1,
      output: "",
      errors: expect.stringMatching(/^Unknown option '--userz'.*\n$/),
    });
  });

  it("says in one line that more orders need users or products", async () => {
    await using database = await testDatabase();
    const none = ["--users", "0", "--posts", "0", "--products", "0"];
    const { code, errors } = await seed(database.url, ...none, "--orders", "2");
    expect({ code, errors }).toEqual({
      code: 1,
      errors: "0 orders were made; more need products in stock.\n",
    });
  });
});
