import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { seedDemo } from "@ashlar/backend";
import { createClient } from "@ashlar/client";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { startServerProcess } from "../server-process.ts";
import { deployed, deployedFiles, repository } from "./deploy-folder.ts";
import { recordedNames } from "./metric-names.ts";

const folder = resolve(repository, "docs/runbooks");
const runbooks = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(resolve(folder, file), "utf8"),
}));
const rules = deployedFiles("observability", ".rules.yaml")
  .map((file) => deployed(`observability/${file}`))
  .join("\n");

/** What psql would be given for `:'name'`. */
const variables: Readonly<Record<string, string>> = {
  queue: "'orders.authorise'",
  email: "'ann@example.org'",
  id: "'0190f5a0-0000-7000-8000-000000000001'",
  kid: "'a'",
};

const blocks = (language: string) =>
  runbooks.flatMap(({ file, text }) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, "gs"))].map(([, body = ""]) => ({
      file,
      body,
    })),
  );

const statements = blocks("sql");
/** What asks the server, and not the cluster that it runs in. */
const calls = blocks("sh").filter(({ body }) => body.includes("$OPS_KEY"));

test("every statement of the runbooks is one that the database takes", async () => {
  await using database = await testDatabase();
  expect(statements.length).toBeGreaterThan(10);
  for (const { file, body } of statements) {
    const filled = body.replaceAll(
      /:'(\w+)'/g,
      (_, name: string) => variables[name] ?? `no value for ${name}`,
    );
    await expect(database.sql.unsafe(filled), `${file}: ${body}`).resolves.toBeDefined();
  }
});

test("the first administrator is one at once, signed in or not", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  await using server = await startServerProcess({ DATABASE_URL: database.url, ROLE: "api" });
  const credentials = { email: "customer@ashlar.test", password: "correct-horse-battery" };
  const { token } = await createClient({ url: server.url }).auth.login.mutate(credentials);
  const client = createClient({ url: server.url, token });
  await expect(client.ops.queues.query()).rejects.toMatchObject({ data: { httpStatus: 403 } });
  const guide = readFileSync(resolve(repository, "docs/deployment.md"), "utf8");
  const [, statement = ""] = /```sql\n(.+?)```/s.exec(guide) ?? [];
  await database.sql.unsafe(statement.replaceAll(":'email'", `'${credentials.email}'`));
  const mayNow = () =>
    client.ops.queues.query().then(
      () => true,
      () => false,
    );
  await expect.poll(mayNow).toBe(true);
});

test("every call of the runbooks is one that the server answers, and one gives dead letters their attempts again", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  await using server = await startServerProcess({ DATABASE_URL: database.url, ROLE: "api" });
  const anonymous = createClient({ url: server.url });
  const { token, user } = await anonymous.auth.login.mutate({
    email: "admin@ashlar.test",
    password: "correct-horse-battery",
  });
  const admin = createClient({ url: server.url, token });
  const scopes = ["ops:read", "ops:write", "audit:read"] as const;
  const { secret } = await admin.apiKeys.create.mutate({ name: "runbooks", scopes: [...scopes] });
  await database.sql`
    insert into jobs (id, queue, data, priority, is_limited, state, attempt, run_at, created_at, failed_at, failure)
    select gen_random_uuid(), queue, '{}', 2, false, 'dead', 8, now(), now(), now(), 'Error: away'
    from unnest(array['orders.authorise', 'mail.send']) as queue`;
  const env = { PATH: process.env.PATH, PUBLIC_URL: server.url, OPS_KEY: secret };
  const variables = { QUEUE: "orders.authorise", USER_ID: user.id };
  expect(calls.length).toBeGreaterThan(4);
  const answers = new Map<string, string>();
  for (const { file, body } of calls) {
    const script = `set -euo pipefail\n${body}`;
    const { stdout } = await promisify(execFile)("bash", ["-c", script], { env: { ...env, ...variables } });
    answers.set(file, (answers.get(file) ?? "") + stdout);
  }
  expect(answers.get("queue-backlog.md")).toMatch(/mail.send ready 0 delayed 0 running 0 dead 1/);
  expect(answers.get("poison-message.md")).toContain("Error: away");
  expect(answers.get("breaker-open.md")).toContain('"orders.authorise"');
  expect(answers.get("key-leak.md")).toContain("api-key");
  expect(await database.sql`select queue, attempt from jobs where state = 'dead'`).toEqual([
    { queue: "mail.send", attempt: 8 },
  ]);
});

test("no command for the cluster reads ten lines of a log, or scales what an autoscaler scales back", () => {
  const commands = runbooks.flatMap(({ text }) => text.match(/kubectl [^`|\n]+/g) ?? []);
  expect(commands.length).toBeGreaterThan(8);
  // With a selector, kubectl's default is the last ten.
  const ofPods = commands.filter((command) => /\blogs\b.*--selector/.test(command));
  expect(ofPods.filter((command) => !command.includes("--tail -1"))).toEqual([]);
  expect(commands.filter((command) => /\bscale deployment/.test(command))).toEqual([]);
});

test("every alert stands in the runbook that it leads to, and runbooks speak of alerts and records there are", () => {
  const alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?runbook: docs\/runbooks\/(\S+)/g)];
  expect(alerts.length).toBeGreaterThan(20);
  for (const [, alert = "", file] of alerts) {
    expect(runbooks.find((runbook) => runbook.file === file)?.text, alert).toContain(alert);
  }
  const known = new Set(alerts.map(([, alert]) => alert));
  const spoken = runbooks.flatMap(({ text }) => text.match(/\bAshlar[A-Z]\w+/g) ?? []);
  expect(spoken.filter((name) => !known.has(name))).toEqual([]);
  const records = runbooks.flatMap(({ text }) => text.match(/\bashlar:[a-z0-9_:]+/g) ?? []);
  expect(records.filter((name) => !recordedNames().has(name))).toEqual([]);
});

test("every runbook says what to look at, what to do and how to tell that it helped", () => {
  for (const { file, text } of runbooks) {
    expect(text.split("\n").length, file).toBeLessThanOrEqual(85);
    expect(text, file).toContain("**What it means:**");
    expect(text, file).toContain("## Verify");
    for (const [, link = ""] of text.matchAll(/\]\((\.?[^)]+\.md)\)/g))
      expect(() => readFileSync(resolve(folder, link)), `${file} leads to ${link}`).not.toThrow();
  }
});
