import { endlessRateLimits } from "@ashlar/resilience";
import { openChromium } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../providers/free-port.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { mailed } from "./mailed.ts";

let server: TestServer;
let url: string;
beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = await testServer({ publicUrl: url, rateLimits: endlessRateLimits }, port);
});
afterAll(() => server[Symbol.asyncDispose]());

const email = "person@example.org";
const nextPassword = "another long winding road";

test("a person sets a new password by the link in the mailbox, is told why one is refused, and signs in with it", async (context) => {
  await server.anonymous.auth.register.mutate({ email, name: "Person", password: "a long and winding road" });
  await server.anonymous.auth.requestPasswordReset.mutate({ email });
  const { id } = await mailed(server, email, "Set a new password");
  const browser = await openChromium(context);
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.context().on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    await tab.goto(`${url}/mailbox`);
    await tab.goto(`${url}/mailbox/${id}`);
    const opened = tab.context().waitForEvent("page");
    await tab.frameLocator("iframe").getByRole("link", { name: "Set a new password" }).click();
    const page = await opened;
    await page.waitForLoadState();
    expect(page.url()).toBe(`${url}/account/reset-password`);

    await page.getByLabel("New password").fill("person-person-person");
    await page.getByRole("button").click();
    await page.getByText(/easy to guess/).waitFor();
    await page.getByLabel("New password").fill(nextPassword);
    await page.getByRole("button").click();
    await page.getByText(/Your password is set/).waitFor();
    // The refused password is a 422, which the browser notes; nothing else is wrong with the pages.
    expect(complaints.filter((text) => !text.includes("422"))).toEqual([]);
  } finally {
    await browser.close();
  }
  const { user } = await server.anonymous.auth.login.mutate({ email, password: nextPassword });
  expect(user.emailVerifiedAt).toBeInstanceOf(Date);
});
