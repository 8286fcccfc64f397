import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "../app-env.ts";
import type { OriginPolicy } from "../origin-policy.ts";
import { crossOrigin } from "./cross-origin.ts";

const page = "https://app.example";
const policy: OriginPolicy = {
  own: [],
  allowed: [page],
  requestHeaders: ["x-tenant"],
  allowsLoopback: false,
};

const preflight = (origin: string, headers: string) =>
  new Hono<AppEnv>().use(crossOrigin(policy)).request("/trpc/posts.list", {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": headers },
  });

test("pages of an allowed origin may send what clients and tracing tools send, and the headers of CORS_HEADERS", async () => {
  const headers = "x-trpc-source,tracestate,baggage,sentry-trace,traceparent,idempotency-key,x-tenant";
  const answer = await preflight(page, headers);
  expect(answer.headers.get("access-control-allow-origin")).toBe(page);
  const allowed = answer.headers.get("access-control-allow-headers")?.split(",") ?? [];
  expect(allowed).toEqual(expect.arrayContaining(headers.split(",")));
  expect(allowed).not.toContain("x-other");
});

test("pages of other origins get no CORS header at all", async () => {
  const answer = await preflight("https://evil.example", "x-tenant");
  expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-allow-o"))).toEqual([]);
});
