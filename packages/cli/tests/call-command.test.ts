import { execFile, spawn } from "node:child_process";
import { mkdtempDisposableSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeBackend, seedDemo } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");
const password = "correct-horse-battery";

type Ended = { readonly code: number; readonly output: string; readonly errors: string };

describe("ashlar call", () => {
  let database: TestDatabase;
  let url: string;
  let close: () => Promise<void>;
  const home = mkdtempDisposableSync(join(tmpdir(), "ashlar-cli-"));

  const run = (
    args: readonly string[],
    { input, ...variables }: Record<string, string> = {},
  ): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [main, ...args],
        { env: { ...process.env, ASHLAR_URL: url, XDG_CONFIG_HOME: home.path, ...variables } },
        (error, output, errors) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors }),
      );
      child.stdin?.end(input ?? "");
    });

  beforeAll(async () => {
    database = await testDatabase();
    await seedDemo(database.url);
    const backend = await composeBackend({
      databaseUrl: database.url,
      log: silentLog,
      isProduction: false,
      origins: { own: [], allowed: [], allowsLoopback: true },
      trustedProxyHops: 0,
    });
    const { app, activeRequests } = backend;
    const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${server.port}`;
    close = async () => {
      await server.drain(100);
      await backend.close();
    };
  });
  afterAll(async () => {
    await close?.();
    await database?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  it("prints a list as a table, or as nothing but JSON, and follows it to its end", async () => {
    const table = await run(["call", "products.list", "--limit", "3", "--sort", "name", "--order=asc"]);
    expect(table).toMatchObject({ code: 0, errors: "" });
    expect(table.output.split("\n")[0]).toMatch(/^id +sku +name/);
    expect(table.output.trimEnd().split("\n")).toHaveLength(4);
    const json = await run(["call", "products.list", "--limit", "3", "--json"]);
    expect(JSON.parse(json.output)).toMatchObject({ items: [{}, {}, {}], page: { limit: 3 } });
    const whole = JSON.parse((await run(["call", "posts.list", "--all", "--json"])).output);
    const [row] = await database.sql<{ count: number }[]>`
      select count(*)::int as count from posts where status = 'published'`;
    expect(whole.items).toHaveLength(row?.count ?? -1);
  });

  it("makes fields of flags: nested by dots, repeated, from a file and from standard input, as JSON", async () => {
    await run(["login", "--email", "author@ashlar.test"], { input: `${password}\n` });
    const file = join(home.path, "body.txt");
    writeFileSync(file, "From a file.\n");
    const post = JSON.parse(
      (await run(["call", "posts.create", "--title", "A title", "--body", `@${file}`, "--json"])).output,
    );
    expect(post).toMatchObject({ title: "A title", body: "From a file." });
    const changed = await run(["call", "posts.update", "--id", post.id, "--body", "-", "--json"], {
      input: "Piped.",
    });
    expect(JSON.parse(changed.output)).toMatchObject({ body: "Piped." });
    const drafts = await run([
      "call",
      "posts.list",
      "--filter.status",
      "draft",
      "--include",
      "author",
      "--json",
    ]);
    expect(JSON.parse(drafts.output).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: post.id, author: expect.anything() })]),
    );
    expect(await run(["call", "posts.remove", "--id", post.id])).toMatchObject({
      code: 0,
      output: "Done.\n",
    });
  });

  it("shows the idempotency key of an order, and repeats the order by it", async () => {
    await run(["login", "--email", "customer@ashlar.test"], { input: `${password}\n` });
    const found = JSON.parse((await run(["call", "products.list", "--json"])).output);
    const [{ id }] = found.items;
    const items = ["--items.0.productId", id, "--items.0.quantity", "1"];
    const order = ["call", "orders.place", ...items, "--paymentToken", "tok_ok", "--json"];
    const first = await run(order);
    expect(first.code).toBe(0);
    const [, key = ""] = /^Idempotency-Key: (\S+)$/m.exec(first.errors) ?? [];
    const again = await run([...order, "--idempotency-key", key]);
    expect(JSON.parse(again.output)).toEqual(JSON.parse(first.output));
    const json = JSON.stringify([{ productId: id, quantity: 2 }]);
    const other = await run(["call", "orders.place", "--items", json, "--paymentToken", "tok_ok", "--json"]);
    expect(JSON.parse(other.output)).toMatchObject({ items: [{ quantity: 2 }] });
    expect(JSON.parse(other.output).id).not.toBe(JSON.parse(first.output).id);
  });

  it("keeps a token for its user alone, forgets it, and says what to do without one", async () => {
    await run(["login", "--email", "staff@ashlar.test"], { input: `${password}\n` });
    const file = join(home.path, "ashlar/tokens.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toContain(password);
    expect(JSON.parse((await run(["call", "auth.me", "--json"])).output)).toMatchObject({
      user: { email: "staff@ashlar.test" },
    });
    await run(["logout"]);
    expect(readFileSync(file, "utf8")).not.toContain(url);
    expect(await run(["call", "auth.me"])).toMatchObject({
      code: 1,
      output: "",
      errors: expect.stringMatching(/^UNAUTHENTICATED.*\nSign in with `ashlar login`/),
    });
    expect(await run(["login", "--email", "staff@ashlar.test"], { input: "wrong\n" })).toMatchObject({
      code: 1,
      errors: expect.stringContaining("INVALID_CREDENTIALS"),
    });
    expect(await run(["call", "auth.me"], { ASHLAR_URL: "http://127.0.0.1:1" })).toMatchObject({
      code: 1,
      errors: expect.stringContaining("Is the server running?"),
    });
  });

  it("calls as an account in its own process, for development", async () => {
    const local = { DATABASE_URL: database.url };
    const me = await run(["call", "auth.me", "--as", "admin@ashlar.test", "--json"], local);
    expect(JSON.parse(me.output)).toMatchObject({
      user: { email: "admin@ashlar.test" },
      authenticatedBy: "system",
    });
    const nobody = await run(["call", "auth.me", "--as", "nobody@ashlar.test"], local);
    expect(nobody).toMatchObject({ code: 1, errors: expect.stringContaining("No active account") });
    const production = await run(["call", "auth.me", "--as", "admin@ashlar.test"], {
      ...local,
      NODE_ENV: "production",
    });
    expect(production).toMatchObject({ code: 1, errors: expect.stringContaining("for development") });
  });

  it("prints the messages of a stream line by line until it is interrupted", async () => {
    await run(["login", "--email", "staff@ashlar.test"], { input: `${password}\n` });
    const child = spawn(process.execPath, [main, "call", "orders.changes"], {
      env: { ...process.env, ASHLAR_URL: url, XDG_CONFIG_HOME: home.path },
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
    });
    const place = async () => {
      const found = JSON.parse((await run(["call", "products.list", "--json"])).output);
      const items = JSON.stringify([{ productId: found.items[0].id, quantity: 1 }]);
      await run(["call", "orders.place", "--items", items, "--paymentToken", "tok_ok"]);
    };
    await expect
      .poll(
        async () => {
          await place();
          return output.split("\n").filter((line) => line !== "").length;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(JSON.parse(output.split("\n")[0] ?? "")).toMatchObject({
      data: { event: expect.stringMatching(/^order\./) },
    });
  });

  it.each([
    [["cal"], "There is no command cal. Did you mean call?"],
    [["call", "posts.lst"], "There is no procedure posts.lst. Did you mean posts.list?"],
    [["call", "posts.list", "--limt", "3"], "There is no flag --limt. Did you mean --limit?"],
    [["call", "posts.list", "--limit"], "--limit needs a value."],
    [["call", "posts.list", "--limit", "300"], "--limit: "],
    [["call", "posts.list", "3"], "3 is no flag"],
    [["call", "posts.get", "--id", "@/no/such/file"], "/no/such/file cannot be read."],
    [["call", "posts.list", "--url", "ftp://x"], "--url is an address"],
    [["contract", "chek"], "Unknown command"],
    [["completion", "tcsh"], "There is no completion for tcsh"],
    [[], "Usage: ashlar <command>"],
  ])("exits with 2 on %j and says what is wrong", async (args, text) => {
    expect(await run(args)).toMatchObject({ code: 2, output: "", errors: expect.stringContaining(text) });
  });

  it("helps: commands, procedures, flags with their bounds, errors", async () => {
    expect((await run(["--help"])).output).toContain("call ");
    expect((await run(["call", "--help"])).output).toMatch(/posts\.list +Lists published posts/);
    const help = await run(["call", "orders.place", "--help"]);
    expect(help.code).toBe(0);
    for (const text of [
      "--items <json>",
      "required",
      "at most 50",
      "OUT_OF_STOCK (409)",
      "orders:place",
      "--idempotency-key",
    ])
      expect(help.output).toContain(text);
  });

  it("completes commands, procedures, flags and members of an enum, for four shells", async () => {
    const words = async (...typed: string[]) =>
      (await run(["complete", "--", ...typed])).output.trim().split("\n");
    expect(await words("lo")).toEqual(["login", "logout"]);
    expect(await words("call", "orders.ca")).toEqual(["orders.cancel"]);
    expect(await words("call", "posts.list", "--fil")).toEqual(["--filter.status", "--filter.authorId"]);
    expect(await words("call", "posts.list", "--sort", "p")).toEqual(["publishedAt"]);
    for (const shell of ["bash", "zsh", "fish", "powershell"])
      expect((await run(["completion", shell])).output).toContain("ashlar complete --");
  });
});
