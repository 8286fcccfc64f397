import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

type Ended = { readonly code: number; readonly output: string; readonly errors: string };

const run = (
  args: readonly string[],
  variables: Record<string, string> = {},
  cwd = tmpdir(),
): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...args],
      { cwd, env: { ...process.env, ...variables } },
      (error, output, errors) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors }),
    );
  });

test("prints which role may call which procedure, for people, documents and programs", async () => {
  const { output } = await run(["authz"]);
  expect(output.split("\n")[0]).toMatch(/^procedure +access +visitor +customer +author +staff +admin$/);
  expect(output).toMatch(/^posts\.list +public +yes +yes +yes +yes +yes$/m);
  expect(output).toMatch(/^orders\.get +owner or orders:read +no +own +own +yes +yes$/m);
  expect(output).toMatch(/^users\.setRoles +users:admin +no +no +no +no +yes$/m);
  expect((await run(["authz", "matrix", "--format=markdown"])).output).toContain(
    "| orders.place | orders:place | no | yes |",
  );
  expect((await run(["authz", "matrix", "--format=html"])).output).toContain("<td>orders.place</td>");
  expect(JSON.parse((await run(["authz", "matrix", "--format=json"])).output)).toMatchObject({
    columns: ["visitor", "customer", "author", "staff", "admin"],
  });
  expect(await run(["authz", "matrix", "--format=pdf"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("--format is one of"),
  });
});

test.each([
  [["orders.get"], "Refused: nobody is signed in"],
  [["posts.list"], "Allowed: anybody may call it."],
  [["orders.get", "--roles", "customer"], "Allowed for the caller's own things"],
  [["orders.get", "--roles", "staff"], "Allowed."],
  [["users.setRoles", "--roles", "staff"], "Refused: the permission users:admin is not among them"],
  [["users.setRoles", "--roles", "admin"], "within ten minutes"],
  [["orders.place", "--roles", "customer", "--scopes", "posts:write"], "Refused: it has none of them"],
  [["orders.place", "--roles", "customer", "--scopes", "orders:place"], "Allowed."],
  [["auth.sessions.list", "--roles", "admin", "--scopes", "orders:place"], "Refused: it is for sessions"],
])("explains %j", async (args, text) => {
  const { code, output } = await run(["authz", "why", ...args]);
  expect([code, output]).toEqual([0, expect.stringContaining(text)]);
});

test("names what is misspelt", async () => {
  expect(await run(["authz", "why", "orders.gte"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("Did you mean orders.get?"),
  });
  expect(await run(["authz", "why", "orders.get", "--roles", "staf"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("Did you mean staff?"),
  });
});

test("prints what changed for roles since the lock", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "authz-"));
  await run(["contract", "accept"], {}, folder.path);
  expect((await run(["authz", "diff"], {}, folder.path)).output).toBe("Nothing changed for any role.\n");
  const file = join(folder.path, "contract.lock.json");
  const text = readFileSync(file, "utf8");
  const at = text.indexOf('"orders.fulfil": {');
  writeFileSync(file, text.slice(0, at) + text.slice(at).replace('"orders:write"', '"users:admin"'));
  expect((await run(["authz", "diff"], {}, folder.path)).output).toBe("orders.fulfil  staff: no → yes\n");
});

test("the doctor finds a fit database and what is wrong with another, each with a remedy", async () => {
  await using database = await testDatabase();
  using folder = mkdtempDisposableSync(join(tmpdir(), "doctor-"));
  const clean = {
    DATABASE_URL: database.url,
    DATA_DIR: folder.path,
    ASHLAR_URL: "http://127.0.0.1:1",
    REDIS_URL: "",
    NATS_URL: "",
  };
  const well = await run(["doctor"], clean);
  expect(well).toMatchObject({ code: 0, errors: "" });
  for (const text of [
    "ok     node",
    "ok     disk",
    "ok     database",
    "ok     migrations",
    "ok     clock",
    "-      REDIS_URL: not configured",
  ])
    expect(well.output).toContain(text);
  await using server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = Object(server.address());
  const ill = await run(["doctor", "--json"], {
    ...clean,
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    REDIS_URL: "redis://127.0.0.1:1",
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    PAYMENTS_URL: "payments",
  });
  expect(ill.code).toBe(1);
  const states = Object.fromEntries(
    JSON.parse(ill.output).map(({ check, state }: { check: string; state: string }) => [check, state]),
  );
  expect(states).toMatchObject({
    database: "failed",
    REDIS_URL: "failed",
    SMTP_URL: "ok",
    PAYMENTS_URL: "failed",
  });
  expect(
    JSON.parse(ill.output).filter(
      ({ state, remedy }: { state: string; remedy?: string }) => state === "failed" && !remedy,
    ),
  ).toEqual([]);
  await database.sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`;
  expect((await run(["doctor"], clean)).output).toMatch(
    /FAILED migrations: missing.*\n +→ Run `pnpm migrate`/,
  );
});
