import { openChromium } from "@ashlar/testing";
import { expect, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { serveProcedures } from "./library/serve-procedures.ts";

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
  expect(await page.text()).not.toMatch(/https?:/);
  const bundle = await fetch(`${api.origin}/docs/reference.js`, { headers: { "accept-encoding": "br" } });
  expect((await bundle.text()).length).toBeGreaterThan(1_000_000);
  expect(bundle.headers.get("content-encoding")).toBe("br");
  const tag = bundle.headers.get("etag") ?? "";
  const again = await fetch(`${api.origin}/docs/reference.js`, { headers: { "if-none-match": tag } });
  expect(again.status).toBe(304);
});
