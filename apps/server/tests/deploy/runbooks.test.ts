import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
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

const statements = runbooks.flatMap(({ file, text }) =>
  [...text.matchAll(/```sql\n(.+?)```/gs)].map(([, sql = ""]) => ({ file, sql })),
);

test("every statement of the runbooks is one that the database takes", async () => {
  await using database = await testDatabase();
  expect(statements.length).toBeGreaterThan(10);
  for (const { file, sql } of statements) {
    const filled = sql.replaceAll(
      /:'(\w+)'/g,
      (_, name: string) => variables[name] ?? `no value for ${name}`,
    );
    await expect(database.sql.unsafe(filled), `${file}: ${sql}`).resolves.toBeDefined();
  }
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
