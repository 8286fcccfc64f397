import { persistentCipher } from "@ashlar/secrets";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joseAccessTokens } from "../src/tokens/infrastructure/jose-access-tokens.ts";
import { signingKeys } from "../src/tokens/infrastructure/signing-keys.ts";
import { type IdentityHarness, identityHarness, identityOn } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const dayMs = 86_400_000;
/** A process that has remembered nothing yet. */
const fresh = () => identityOn(identity.database, identity.clock);

test("makes one key however many processes want the first, and publishes its public half", async () => {
  const sets = await Promise.all([fresh(), fresh(), fresh()].map(({ jwks }) => jwks()));
  for (const { keys } of sets) {
    expect(keys).toEqual([
      {
        kty: "OKP",
        crv: "Ed25519",
        x: expect.any(String),
        kid: expect.any(String),
        alg: "EdDSA",
        use: "sig",
      },
    ]);
  }
  expect(new Set(sets.map(({ keys }) => keys[0]?.kid)).size).toBe(1);
});

test("announces the next key before it signs, and keeps tokens of the previous one good", async () => {
  const [first] = (await fresh().jwks()).keys;
  const { token } = await identity.register("rotation@example.com");
  identity.clock.advance(29 * dayMs);
  const announced = (await fresh().jwks()).keys;
  expect(announced.map(({ kid }) => kid)).toContain(first?.kid);
  expect(announced).toHaveLength(2);
  const actor = await identity.actorOf(token);
  const { accessToken } = Object(await identity.call("auth.tokens.issue", {}, actor));
  const verifiedBy = async (keys: typeof announced) =>
    (
      await jwtVerify(accessToken, createLocalJWKSet({ keys: [...keys] }), {
        currentDate: identity.clock.now(),
      })
    ).protectedHeader.kid;
  expect(await verifiedBy(announced)).toBe(first?.kid);
  identity.clock.advance(dayMs);
  const overlapping = await fresh().jwks();
  expect(overlapping.keys).toHaveLength(2);
  identity.clock.advance(dayMs);
  const rotated = await fresh().jwks();
  expect(rotated.keys.map(({ kid }) => kid)).not.toContain(first?.kid);
  expect(await identity.database.sql`select 1 from signing_keys`).toHaveLength(1);
});

test("takes a token of a key that another process has made since, a second later at the latest", async () => {
  const { database, clock } = identity;
  const sealing = persistentCipher(database.connection, clock, []);
  const process = () =>
    joseAccessTokens({
      keys: signingKeys({ database: database.connection, sealing, clock }),
      clock,
      issuer: "http://localhost:3000",
    });
  const person = { userId: "u", email: "e", isEmailVerified: true, roles: [], grants: null };
  const grant = { ...person, sessionId: "s", audience: "http://localhost:3000" };
  const verifier = process();
  await verifier.sign(grant, clock.now());
  await database.sql`delete from signing_keys`;
  const { token } = await process().sign(grant, clock.now());
  await expect.poll(() => verifier.verify(token), { timeout: 1_500 }).toMatchObject({ userId: "u" });
});
