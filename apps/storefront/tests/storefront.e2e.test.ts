import { resolve } from "node:path";
import { composeBackend, seedDemoAccounts } from "@ashlar/backend";
import { createClient } from "@ashlar/client";
import { listen } from "@ashlar/http";
import { openChromium, silentLog, testDatabase } from "@ashlar/testing";
import { createServer } from "vite";
import { expect, test } from "vitest";

test("a page of another origin shows posts and signs in by a cookie that it cannot read, and out again", {
  timeout: 90_000,
}, async (context) => {
  await using browser = await openChromium(context);
  await using database = await testDatabase();
  await seedDemoAccounts(database.connection);
  const backend = await composeBackend({
    databaseUrl: database.url,
    log: silentLog,
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
  });
  const server = await listen({ ...backend, hostname: "127.0.0.1", port: 0 });
  const vite = await createServer({
    root: resolve(import.meta.dirname, ".."),
    logLevel: "error",
    server: { host: "localhost" },
  });
  await vite.listen(0);
  try {
    const serverUrl = `http://localhost:${server.port}`;
    const { token } = await createClient({ url: serverUrl }).auth.login.mutate({
      email: "author@ashlar.test",
      password: "correct-horse-battery",
    });
    const author = createClient({ url: serverUrl, token });
    const { id } = await author.posts.create.mutate({ title: "Stones that fit", body: "Without mortar." });
    await author.posts.publish.mutate({ id });

    const profile = await browser.newContext();
    const page = await profile.newPage();
    await page.goto(`${vite.resolvedUrls?.local[0]}?server=${serverUrl}`);
    await page.getByRole("heading", { name: "Stones that fit" }).waitFor();

    await page.getByLabel("Email").fill("customer@ashlar.test");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The email or the password is wrong.").waitFor();

    await page.getByLabel("Password").fill("correct-horse-battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText(/^Signed in as/).waitFor();
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.reload();
    await page.getByText(/^Signed in as/).waitFor();

    // What pages of the server's own origin keep ends with the session, though another origin's page ends it.
    const serverPage = await profile.newPage();
    await serverPage.goto(`${serverUrl}/openapi.json`);
    await serverPage.evaluate("localStorage.setItem('draft', 'of the person who leaves')");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Nobody is signed in.").waitFor();
    await page.getByRole("button", { name: "Sign out" }).waitFor({ state: "hidden" });
    expect(await profile.cookies()).toEqual([]);
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    expect(await serverPage.evaluate("localStorage.length")).toBe(0);
  } finally {
    await vite.close();
    await server.drain(500);
    await backend.close();
  }
});
