import { createClient } from "@ashlar/client";
import { permissionsOf } from "@ashlar/contracts";
import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf } from "../app-code.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { overRest, overTrpc } from "./call-surface.ts";
import { type Caller, targets, verdict } from "./cells.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits, secondFactorRoles: ["admin", "staff"] });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Those that end the session, or change what it proves, stay out. */
const gated = targets().filter(({ entry }) => entry.access !== "public" && entry.access !== "session");

/** What the gate says to a session, against what it says to somebody with this role, on both surfaces. */
async function expectStandingOf(
  token: string,
  role: Caller & ("customer" | "staff" | "admin"),
): Promise<void> {
  const credentials = { authorization: `Bearer ${token}` };
  const held = permissionsOf([role]);
  for (const call of [overTrpc(server.url), overRest(server.url)]) {
    for (const target of gated) {
      const { code, status } = await call(target, credentials, undefined);
      const said = code === "FORBIDDEN" ? code : "passes";
      expect([target.path, said]).toEqual([target.path, verdict(target.entry, role, held)]);
      expect([target.path, status === 403]).toEqual([target.path, said === "FORBIDDEN"]);
    }
  }
}

test.each(["staff", "admin"] as const)(
  "%s may do what a customer may until a factor is set up or shown, on tRPC and REST",
  async (role) => {
    expect(gated.length).toBeGreaterThan(20);
    const token = await server.signIn(role);
    await expectStandingOf(token, "customer");
    const client = createClient({ url: server.url, token });
    expect(await client.auth.me.query()).toMatchObject({ user: { roles: [role] }, secondFactor: "required" });

    const { secret } = await client.auth.secondFactor.enrol.mutate();
    await client.auth.secondFactor.confirm.mutate({ code: codeOf(secret, 0) });
    await expectStandingOf(token, role);
    expect(await client.auth.me.query()).not.toHaveProperty("secondFactor");

    const login = {
      email: `${role}@ashlar.test`,
      password: "correct-horse-battery",
      code: codeOf(secret, 1),
    };
    const again = await server.anonymous.auth.login.mutate(login);
    await expectStandingOf(again.token, role);

    await client.auth.secondFactor.disable.mutate();
    await expectStandingOf(token, "customer");
    await expectStandingOf(again.token, "customer");
  },
);

test("whoever holds none of the roles may do the same as ever", async () => {
  const { permissions } = await (await server.as("author")).auth.me.query();
  expect(new Set(permissions)).toEqual(permissionsOf(["author"]));
});
