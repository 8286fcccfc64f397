import type { Actor } from "@ashlar/kernel";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, identityOn, password } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const issuer = "http://localhost:3000";
const dayMs = 86_400_000;
const invalid = expect.objectContaining({ code: "INVALID_REFRESH_TOKEN" });

type Tokens = { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: Date };

async function issue(actor: Actor, input: object = {}): Promise<Tokens> {
  // Sound: the output schema has just checked the answer.
  return (await identity.call("auth.tokens.issue", input, actor)) as Tokens;
}
async function refresh(refreshToken: string): Promise<Tokens> {
  // Sound: the output schema has just checked the answer.
  return (await identity.call("auth.tokens.refresh", { refreshToken })) as Tokens;
}
const actorOf = (token: string) => identity.module.authenticate({ token, via: "bearer" });

test("says who it stands for, for whom it is and until when, under a published key", async () => {
  const actor = await identity.actorWith("claims@example.com", ["customer", "author"]);
  const { accessToken, expiresAt } = await issue(actor, { audience: "https://billing.example" });
  const { keys } = await identity.module.jwks();
  const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet({ keys: [...keys] }), {
    issuer,
    audience: "https://billing.example",
    currentDate: identity.clock.now(),
  });
  const issuedAt = identity.clock.now().getTime() / 1_000;
  expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: keys[0]?.kid });
  expect(payload).toEqual({
    sub: actor.userId,
    sid: actor.sessionId,
    email: "claims@example.com",
    email_verified: false,
    roles: ["customer", "author"],
    iss: issuer,
    aud: "https://billing.example",
    iat: issuedAt,
    exp: issuedAt + 600,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  await identity.database.sql`update users set email_verified_at = now() where id = ${actor.userId}`;
  expect(decodeJwt((await issue(actor)).accessToken)).toMatchObject({ email_verified: true });
  expect(expiresAt).toEqual(new Date((issuedAt + 600) * 1_000));
  expect(keys.flatMap(Object.keys)).not.toContain("d");
});

test("is good here for ten minutes, and allows what its user may do now", async () => {
  const actor = await identity.actorWith("bearer@example.com", ["customer", "author"]);
  const { accessToken } = await issue(actor);
  expect(await actorOf(accessToken)).toMatchObject({
    userId: actor.userId,
    via: "access-token",
    permissions: new Set(["orders:place", "posts:write"]),
  });
  const admin = await identity.actorWith("token-admin@example.com", ["admin"]);
  await identity.call("users.setRoles", { id: actor.userId, roles: ["customer"] }, admin);
  expect((await actorOf(accessToken))?.permissions).toEqual(new Set(["orders:place"]));
  identity.clock.advance(599_000);
  expect(await actorOf(accessToken)).not.toBeNull();
  identity.clock.advance(1_000);
  expect(await actorOf(accessToken)).toBeNull();
});

test("ends here with its session, in another process too", async () => {
  const { token } = await identity.register("ending@example.com");
  const actor = await identity.actorOf(token);
  const { accessToken, refreshToken } = await issue(actor);
  const other = identityOn(identity.database, identity.clock);
  const stop = await other.listen();
  expect(await other.authenticate({ token: accessToken, via: "bearer" })).not.toBeNull();
  await identity.call("auth.logout", undefined, actor);
  expect(await actorOf(accessToken)).toBeNull();
  await expect
    .poll(() => other.authenticate({ token: accessToken, via: "bearer" }), { timeout: 800, interval: 5 })
    .toBeNull();
  await expect(refresh(refreshToken)).rejects.toEqual(invalid);
  await stop();
});

test("is not issued for a session that ends at the same moment", async () => {
  const actor = await identity.actorWith("leaving@example.com");
  await identity.call("auth.logout", undefined, actor);
  await expect(issue(actor)).rejects.toMatchObject({ code: "SESSION_REQUIRED" });
});

test("ends here when its session has been idle for too long", async () => {
  const actor = await identity.actorWith("sleeping@example.com");
  identity.clock.advance(30 * dayMs - 300_000);
  const { accessToken } = await issue(actor);
  expect(await actorOf(accessToken)).not.toBeNull();
  // A session ends to the second.
  identity.clock.advance(302_000);
  expect(
    await identityOn(identity.database, identity.clock).authenticate({ token: accessToken, via: "bearer" }),
  ).toBeNull();
});

test("makes no token of a token, and is none in a cookie or as a key", async () => {
  const actor = await identity.actorWith("chain@example.com");
  const { accessToken } = await issue(actor);
  const bearer = await actorOf(accessToken);
  await expect(identity.call("auth.tokens.issue", {}, bearer)).rejects.toMatchObject({
    code: "SESSION_REQUIRED",
  });
  for (const via of ["cookie", "api-key"] as const) {
    expect(await identity.module.authenticate({ token: accessToken, via })).toBeNull();
  }
});

test("is nobody's when it is forged, in any of the known ways", async () => {
  const actor = await identity.actorWith("forged@example.com");
  const { accessToken } = await issue(actor);
  expect(await actorOf(accessToken)).not.toBeNull();
  const claims = decodeJwt(accessToken);
  const header = decodeProtectedHeader(accessToken);
  const kid = header.kid ?? "";
  const own = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const ownPublic = await exportJWK(own.publicKey);
  const [published] = (await identity.module.jwks()).keys;
  const [head = "", body = "", signature = ""] = accessToken.split(".");
  const signed = (changes: object, headers: object) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({
      alg: "EdDSA",
      typ: "at+jwt",
      kid,
      ...headers,
    });
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forgeries = {
    "alg none": new UnsecuredJWT(claims).encode(),
    "alg none under a known kid": `${encoded({ ...header, alg: "none" })}.${body}.`,
    "no signature": `${head}.${body}.`,
    "another's signature": await signed({}, {}).sign(own.privateKey),
    "a key of its own in the header": await signed({}, { jwk: ownPublic }).sign(own.privateKey),
    "a kid that is a path": await signed({}, { kid: "../../etc/passwd" }).sign(own.privateKey),
    "HMAC under the public key": await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid })
      .sign(new TextEncoder().encode(JSON.stringify(published))),
    "changed claims": `${head}.${encoded({ ...claims, sub: "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11" })}.${signature}`,
    "a cut signature": accessToken.slice(0, -4),
    "four parts": `${accessToken}.x`,
    "no JSON": "a.b.c",
    "dots alone": "..",
    "4,000 characters": `${"a".repeat(2_000)}.${"b".repeat(1_000)}.${"c".repeat(998)}`,
  };
  const statements = () => identity.database.connection.stats().read.statements;
  const before = statements();
  for (const [name, forgery] of Object.entries(forgeries)) {
    expect(await actorOf(forgery), name).toBeNull();
    // A forgery costs the database nothing.
    expect(statements(), name).toBe(before);
  }
});

test("is nobody's here when it is for another service", async () => {
  const actor = await identity.actorWith("elsewhere@example.com");
  const { accessToken } = await issue(actor, { audience: "https://billing.example" });
  expect(await actorOf(accessToken)).toBeNull();
});

test("is refreshed by a token that works once; using it again ends all that came from it", async () => {
  const actor = await identity.actorWith("rotating@example.com");
  const first = await issue(actor, { audience: "https://billing.example" });
  const second = await refresh(first.refreshToken);
  const third = await refresh(second.refreshToken);
  expect(decodeJwt(third.accessToken)).toMatchObject({ aud: "https://billing.example", sub: actor.userId });
  await expect(refresh(first.refreshToken)).rejects.toEqual(invalid);
  await expect(refresh(third.refreshToken)).rejects.toEqual(invalid);
  const rows = await identity.database.sql`
    select details from audit_entries where action = 'identity.refresh-token-reused' and subject_id = ${actor.userId}`;
  expect(rows).toHaveLength(1);
});

test("gives the next pair to one of two who refresh at once", async () => {
  const { refreshToken } = await issue(await identity.actorWith("parallel@example.com"));
  const outcomes = await Promise.allSettled([refresh(refreshToken), refresh(refreshToken)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("ends no family for a made-up token", async () => {
  const { refreshToken } = await issue(await identity.actorWith("probed@example.com"));
  const [family = "", current = ""] = refreshToken.split(".");
  for (const forged of [`${current}.${family}`, family, `${family}.`, "x", `${"a".repeat(43)}.${current}`]) {
    await expect(refresh(forged)).rejects.toEqual(invalid);
  }
  expect(await refresh(refreshToken)).toBeDefined();
});

test("is refreshed for thirty days without use, and never for a closed account or after a new password", async () => {
  const idle = await issue(await identity.actorWith("idle@example.com"));
  identity.clock.advance(30 * dayMs);
  await expect(refresh(idle.refreshToken)).rejects.toEqual(invalid);

  await identity.actorWith("keeping-admin@example.com", ["admin"]);
  const admin = await identity.actorWith("closing-admin@example.com", ["admin"]);
  const closed = await identity.actorWith("closed@example.com");
  const { refreshToken, accessToken } = await issue(closed);
  await identity.call("users.deactivate", { id: closed.userId }, admin);
  await expect(refresh(refreshToken)).rejects.toEqual(invalid);
  expect(await actorOf(accessToken)).toBeNull();

  const elsewhere = await identity.actorWith("changing@example.com");
  const tokens = await issue(elsewhere);
  const here = await identity.actorOf((await identity.login("changing@example.com")).token);
  const input = { currentPassword: password, newPassword: "another long mango 82" };
  await identity.call("auth.changePassword", input, here);
  await expect(refresh(tokens.refreshToken)).rejects.toEqual(invalid);
});

test("is revoked by its refresh token; revoking an unknown one is answered alike", async () => {
  const { refreshToken } = await issue(await identity.actorWith("revoking@example.com"));
  for (const given of [refreshToken, refreshToken, "unknown"]) {
    expect(await identity.call("auth.tokens.revoke", { refreshToken: given })).toBeUndefined();
  }
  await expect(refresh(refreshToken)).rejects.toEqual(invalid);
});

test("keeps neither refresh tokens nor private keys in clear", async () => {
  const { refreshToken } = await issue(await identity.actorWith("hashed@example.com"));
  const rows = await identity.database.sql`
    select to_jsonb(f)::text as text from token_families f union all select to_jsonb(k)::text from signing_keys k`;
  for (const { text } of rows) {
    for (const secret of refreshToken.split(".")) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/"d\\*"/);
  }
});

test("is refused in every other text of the same bytes", async () => {
  const { accessToken } = await issue(await identity.actorWith("canonical@example.com"));
  const [header = "", payload = "", signature = ""] = accessToken.split(".");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(signature.slice(-1));
  // 64 bytes are 86 letters, of which the last has four spare bits.
  const others = Array.from(
    { length: 15 },
    (_, spare) => alphabet[(last & 0x30) | (((last & 0x0f) + spare + 1) & 0x0f)],
  );
  for (const letter of others) {
    const altered = `${header}.${payload}.${signature.slice(0, -1)}${letter}`;
    expect(Buffer.from(altered.split(".")[2] ?? "", "base64url")).toEqual(
      Buffer.from(signature, "base64url"),
    );
    expect([letter, await actorOf(altered)]).toEqual([letter, null]);
  }
  for (const altered of [
    `${accessToken}=`,
    `${accessToken}==`,
    `${header}=.${payload}.${signature}`,
    `${accessToken} `,
  ])
    expect([altered, await actorOf(altered)]).toEqual([altered, null]);
  expect(await actorOf(accessToken)).not.toBeNull();
});

test("has at most 20 refresh tokens a session, of which the least recently used ends first", async () => {
  const actor = await identity.actorWith("hoarder@example.com");
  const made: Tokens[] = [];
  for (let count = 0; count < 20; count += 1) {
    identity.clock.advance(1_000);
    made.push(await issue(actor));
  }
  identity.clock.advance(1_000);
  const first = await refresh(made[0]?.refreshToken ?? "");
  await Promise.all([issue(actor), issue(actor)]);
  const [row] = await identity.database.sql`
    select count(*)::int as count from token_families where session_id = ${actor.sessionId}`;
  expect(row).toEqual({ count: 20 });
  await refresh(first.refreshToken);
  for (const ended of made.slice(1, 3)) await expect(refresh(ended.refreshToken)).rejects.toEqual(invalid);
  await refresh(made[3]?.refreshToken ?? "");
});
