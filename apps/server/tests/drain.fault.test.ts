import { seedDemo } from "@ashlar/backend";
import { createClient } from "@ashlar/client";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { startServerProcess } from "./server-process.ts";

const credentials = { email: "customer@ashlar.test", password: "correct-horse-battery" };

test("SIGTERM loses no request in progress, refuses new ones and ends the process with 0", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  await using server = await startServerProcess({ DATABASE_URL: database.url });
  const client = createClient({ url: server.url });

  // A sign-in that waits on a lock is in progress for as long as the test wants.
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const lock = database.sql.begin(async (sql) => {
    await sql`lock table sessions in access exclusive mode`;
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const signingIn = client.auth.login.mutate(credentials);
  await waitFor(async () => {
    const [waiting] =
      await database.sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return waiting?.n > 0;
  });

  server.child.kill("SIGTERM");
  await waitFor(async () =>
    fetch(`${server.url}/health/live`).then(
      () => false,
      () => true,
    ),
  );
  release.resolve();
  await lock;

  await expect(signingIn).resolves.toMatchObject({ user: { email: credentials.email } });
  expect(await server.exited).toBe(0);
});

test("a request that outlives the grace is cut, and the process still ends", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  await using server = await startServerProcess({
    DATABASE_URL: database.url,
    SHUTDOWN_GRACE_SECONDS: "0.5",
  });
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const lock = database.sql.begin(async (sql) => {
    await sql`lock table sessions in access exclusive mode`;
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const signingIn = createClient({ url: server.url })
    .auth.login.mutate(credentials)
    .then(
      () => "answered",
      () => "cut",
    );
  await waitFor(async () => {
    const [waiting] =
      await database.sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return waiting?.n > 0;
  });
  server.child.kill("SIGTERM");
  expect(await signingIn).toBe("cut");
  expect(await server.exited).toBe(0);
  release.resolve();
  await lock;
});

test("refuses to start with what is wrong with its configuration", async () => {
  await expect(startServerProcess({ DATABASE_URL: "mysql://x", NODE_ENV: "production" })).rejects.toThrow(
    "ended with 1",
  );
  await expect(startServerProcess({})).rejects.toThrow("ended with 1");
});

test("refuses production with an account whose password is published, and warns of one without a key or a mail server", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  const production = {
    NODE_ENV: "production",
    DATABASE_URL: database.url,
    PUBLIC_URL: "https://api.example.org",
  };
  await expect(startServerProcess(production)).rejects.toThrow("ended with 1");
  await database.sql`update users set status = 'deactivated'`;
  await using server = await startServerProcess(production);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  expect(warnings(server)).toEqual([
    expect.stringContaining("SECRET_KEY is not set"),
    expect.stringContaining("SMTP_URL is not set"),
  ]);
  const SECRET_KEY = "a secret of more than thirty-two letters";
  const SMTP_URL = "smtp://127.0.0.1:2525";
  await using complete = await startServerProcess({ ...production, SECRET_KEY, SMTP_URL });
  expect(warnings(complete)).toEqual([]);
});

const warnings = ({ lines }: { readonly lines: readonly string[] }): string[] =>
  lines
    .map((line): { level: string; msg: string } => JSON.parse(line))
    .filter(({ level }) => level === "warn")
    .map(({ msg }) => msg);

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error("The condition did not come true within 10 s.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
