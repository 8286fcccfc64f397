import { execFile } from "node:child_process";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { contract, events, webhookEvents } from "@ashlar/contracts";
import { expect, test } from "vitest";
import { testServer } from "./test-server.ts";

const run = promisify(execFile);
const spectral = join(import.meta.dirname, "../../http/node_modules/.bin/spectral");

test("the AsyncAPI document is valid, and describes every event, webhook and stream", {
  timeout: 120_000,
}, async () => {
  await using server = await testServer();
  const response = await fetch(`${server.url}/asyncapi.json`);
  expect(response.headers.get("content-type")).toBe("application/json");
  const text = await response.text();
  using folder = mkdtempDisposableSync(join(tmpdir(), "asyncapi-"));
  writeFileSync(
    join(folder.path, "spectral.yaml"),
    'extends: ["spectral:asyncapi"]\nrules:\n  asyncapi-3-tags: off\n',
  );
  writeFileSync(join(folder.path, "asyncapi.json"), text);
  const linted = await run(
    spectral,
    ["lint", "--ruleset", "spectral.yaml", "--fail-severity", "error", "asyncapi.json"],
    {
      cwd: folder.path,
    },
  ).catch((error: { stdout: string; stderr: string }) => error);
  expect(linted.stdout).not.toMatch(/ error /);
  const document = JSON.parse(text);
  const names = (channel: string) => Object.keys(document.channels[channel].messages);
  expect(names("events")).toEqual(Object.keys(events).map((name) => name.replaceAll(".", "_")));
  expect(names("webhooks")).toEqual(webhookEvents.map((name) => `${name.replaceAll(".", "_")}_webhook`));
  expect(document.channels.orders_changes.address).toBe("/api/v1/orders/changes");
  expect(contract.orders.changes.kind).toBe("subscription");
  expect((await fetch(`${server.url}/asyncapi.json/x`)).status).toBe(404);
});
