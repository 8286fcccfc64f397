import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "../test-server.ts";
import { freePort } from "./free-port.ts";
import { oidcServer } from "./oidc-server.ts";

/** Answers with another provider's metadata, as if they were its own. */
async function impostorOf(issuer: string): Promise<string> {
  const port = await freePort();
  const server = createServer(async (request, response) => {
    const theirs = await fetch(`${issuer}${request.url}`);
    response.setHeader("content-type", "application/json").end(await theirs.text());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

test("sends nobody to where metadata say that names another issuer than the one configured", async () => {
  const { issuer, clientId, clientSecret, ...provider } = await oidcServer([]);
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const options = { kind: "oidc", label: "Test", clientId, clientSecret } as const;
  const server = await testServer({
    signInProviders: [
      { ...options, name: "itself", issuer },
      { ...options, name: "impostor", issuer: await impostorOf(issuer) },
    ],
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const start = (name: string) => fetch(`${server.url}/auth/oidc/${name}/start`, { redirect: "manual" });
  expect((await start("itself")).status).toBe(303);
  const refused = await start("impostor");
  expect(refused.status).toBe(503);
  expect(refused.headers.get("location")).toBeNull();
});
