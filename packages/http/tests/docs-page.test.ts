import { openChromium } from "@ashlar/testing";
import { expect, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { rawRequest } from "./library/raw-request.ts";
import { serveProcedures } from "./library/serve-procedures.ts";

/** What the bundle may weigh, in bytes by encoding: an upgrade that makes it heavier is to be noticed. */
const heaviest: Readonly<Record<string, number>> = {
  br: 1_250_000,
  gzip: 1_350_000,
  identity: 4_600_000,
};

test("shows the operations, and asks no other origin for anything", { timeout: 90_000 }, async (context) => {
  await using browser = await openChromium(context);
  await using api = await serveProcedures(libraryProcedures);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const asked = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${api.origin}/docs`);
  await page.getByText("Adds a book.").first().waitFor({ state: "visible", timeout: 60_000 });
  await page.getByText("Ashlar API").first().waitFor({ state: "visible" });
  const picture = await page.screenshot();
  // A blank page of this size is a PNG of 5 kB.
  expect(picture.byteLength).toBeGreaterThan(20_000);
  expect([...asked]).toEqual([api.origin]);
  expect(complaints).toEqual([]);
});

test("forbids the page everything but itself, and lets a browser keep what has not changed", async () => {
  await using api = await serveProcedures(libraryProcedures);
  const page = await fetch(`${api.origin}/docs`);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
  const text = await page.text();
  expect(text).not.toMatch(/https?:/);
  const at = /src="(\/docs\/reference\.[0-9a-f]{16}\.js)"/.exec(text)?.[1] ?? "";
  const tags = new Set<string>();
  for (const encoding of ["br", "gzip", "identity"]) {
    const headers = { "accept-encoding": encoding };
    const bundle = await rawRequest(`${api.origin}${at}`, { headers });
    expect(bundle.headers["content-encoding"] ?? "identity").toBe(encoding);
    expect(bundle.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const tag = bundle.headers.etag ?? "";
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    tags.add(tag);
    expect(bundle.body.byteLength).toBeLessThan(heaviest[encoding] ?? 0);
    const again = await rawRequest(`${api.origin}${at}`, { headers: { ...headers, "if-none-match": tag } });
    expect([again.status, again.body.byteLength]).toEqual([304, 0]);
  }
  // The bytes of each form differ, so a strong tag does.
  expect(tags.size).toBe(3);
});

test("a page of another release finds the bundle, and does not keep it", async () => {
  await using api = await serveProcedures(libraryProcedures);
  const bundle = await fetch(`${api.origin}/docs/reference.0123456789abcdef.js`);
  expect([bundle.status, bundle.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  expect((await fetch(`${api.origin}/docs/reference.nothing.js`)).status).toBe(404);
});
