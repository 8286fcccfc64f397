import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { seedDemo } from "@ashlar/backend";
import { createClient } from "@ashlar/client";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { recordedNames, shownNames, spokenNames } from "./deploy/metric-names.ts";
import { startServerProcess } from "./server-process.ts";

const credentials = { email: "customer@ashlar.test", password: "correct-horse-battery" };
const scraped = (url: string): Promise<string> => fetch(`${url}/metrics`).then((answer) => answer.text());

test("shows what happened, and every metric that a rule, the dashboard or a runbook speaks of", async () => {
  await using database = await testDatabase();
  await seedDemo(database.url);
  await using server = await startServerProcess({
    DATABASE_URL: database.url,
    PAYMENTS_URL: "http://127.0.0.1:9",
    PAYMENTS_TOKEN: "not-much-of-a-secret",
    DATABASE_WRITE_CONNECTIONS: "4",
  });
  const client = createClient({ url: server.url });
  await client.auth.login.mutate(credentials);
  await client.auth.login.mutate({ ...credentials, password: "wrong-horse-battery" }).catch(() => undefined);
  // The welcome of the sign-in is delivered and whatever began before it has ended.
  await expect.poll(() => scraped(server.url), { timeout: 30_000 }).toMatch(/^ashlar_outbox_lag_seconds 0$/m);
  const scrape = await scraped(server.url);
  for (const line of [
    'ashlar_calls_total{procedure="auth.login",code="OK"} 1',
    'ashlar_calls_total{procedure="auth.login",code="INVALID_CREDENTIALS"} 1',
    'ashlar_call_duration_seconds_count{procedure="auth.login"} 2',
    'ashlar_peer_breaker{peer="payments",state="closed"} 1',
    'ashlar_db_connections{pool="read"} 3',
    'ashlar_db_connections{pool="write"} 4',
    "ashlar_db_transactions_waiting 0",
  ])
    expect(scrape.split("\n")).toContain(line);
  const shown = shownNames(scrape);
  const { metrics, recorded } = spokenNames();
  expect(metrics.size).toBeGreaterThan(20);
  expect([...metrics].filter((name) => !shown.has(name))).toEqual([]);
  expect([...recorded].filter((name) => !recordedNames().has(name))).toEqual([]);
  expect(scrape).toMatch(/^nodejs_eventloop_lag_p99_seconds [0-9.e-]+$/m);
  expect(scrape).toMatch(/^ashlar_db_statements_total\{pool="read"\} [1-9]/m);
});

test("an api leaves jobs to a worker, and a worker serves its health and its metrics alone", async () => {
  await using database = await testDatabase();
  await using api = await startServerProcess({ DATABASE_URL: database.url, ROLE: "api" });
  const client = createClient({ url: api.url });
  await client.auth.register.mutate({
    email: "ann@example.org",
    password: "nineteen-blue-herons",
    name: "Ann",
  });
  expect(await scraped(api.url)).toMatch(/^ashlar_queue_jobs\{queue="[^"]+",state="ready"\} [1-9]/m);
  await using worker = await startServerProcess({ DATABASE_URL: database.url, ROLE: "worker" });
  await expect
    .poll(() => scraped(worker.url), { timeout: 10_000 })
    .toMatch(/^ashlar_job_attempts_total\{queue="[^"]+",outcome="done"\} [1-9]/m);
  const status = (path: string) => fetch(`${worker.url}${path}`).then((answer) => answer.status);
  expect([await status("/health/ready"), await status("/api/v1/posts")]).toEqual([200, 404]);
});

test("sends its traces to the collector that the environment names, also those of its last second", async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    void text(request)
      .then((body) => bodies.push(body))
      .then(() => response.end("{}"));
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = collector.address() as AddressInfo;
  await using database = await testDatabase();
  await using server = await startServerProcess({
    DATABASE_URL: database.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: "ashlar-test",
  });
  const answer = await fetch(`${server.url}/api/v1/posts?limit=1`);
  const traceId = answer.headers.get("traceparent")?.slice(3, 35) ?? "none";
  server.child.kill("SIGTERM");
  expect(await server.exited).toBe(0);
  collector.closeAllConnections();
  collector.close();
  const sent = bodies.join("");
  for (const part of [traceId, "ashlar-test", "GET /api/v1", "posts.list", "select posts"])
    expect(sent).toContain(part);
});
