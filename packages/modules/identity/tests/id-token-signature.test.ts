import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";

type Key = {
  readonly kid: string;
  readonly publicKey: JWK;
  readonly sign: (claims: Claims) => Promise<string>;
};
type Claims = { readonly nonce: string; readonly sub: string };

const audience = "ashlar";
let issuer: string;
let identity: IdentityHarness;
let keys: readonly JWK[] = [];
let idToken = "";
let keysAreServed = true;

/** A provider whose token endpoint answers whatever the test has put there. */
const provider = createServer((request, response) => {
  const answers: Readonly<Record<string, unknown>> = {
    "/.well-known/openid-configuration": {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      id_token_signing_alg_values_supported: ["RS256"],
    },
    "/jwks": keysAreServed ? { keys } : undefined,
    "/token": { access_token: "any", token_type: "Bearer", expires_in: 60, id_token: idToken },
  };
  const answer = answers[request.url ?? ""];
  response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(answer ?? {}));
});

async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    kid,
    publicKey: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" },
    sign: ({ nonce, sub }) =>
      new SignJWT({ nonce, email: `${sub}@example.org`, email_verified: true })
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime("1m")
        .sign(privateKey),
  };
}

let first: Key;
let second: Key;
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  // Sound: it listens on a port, not on a pipe.
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const option = {
    kind: "oidc",
    name: "test",
    label: "Test",
    issuer,
    clientId: audience,
    clientSecret: "s",
  } as const;
  identity = await identityHarness({ providers: [option] });
  [first, second] = [await newKey("first"), await newKey("second")];
});
afterAll(async () => {
  await identity[Symbol.asyncDispose]();
  provider.closeAllConnections();
  provider.close();
});

/** Signs in with the ID token that `make` makes of the sign-in's claims. @returns whether there is a session. */
async function signsIn(make: (claims: Claims) => Promise<string>): Promise<boolean> {
  const { providerSignIn } = identity.module;
  const begun = await providerSignIn.begin("test", null);
  const asked = new URL(begun?.url ?? "");
  idToken = await make({ nonce: asked.searchParams.get("nonce") ?? "", sub: "ada" });
  const query = `?code=c&state=${asked.searchParams.get("state")}`;
  const origin = { userAgent: null, address: null };
  const { session, error } = await providerSignIn.finish("test", query, begun?.secret ?? null, origin, null);
  expect(error).toBe(session === null ? "PROVIDER_REFUSED" : null);
  return session !== null;
}

const withSignature = (token: string, change: (signature: Buffer) => Buffer): string => {
  const [header, claims, signature = ""] = token.split(".");
  return [header, claims, change(Buffer.from(signature, "base64url")).toString("base64url")].join(".");
};
const withHeader = (token: string, header: object): string =>
  [Buffer.from(JSON.stringify(header)).toString("base64url"), ...token.split(".").slice(1)].join(".");

test("takes an ID token that the provider has signed", async () => {
  keys = [first.publicKey];
  expect(await signsIn(first.sign)).toBe(true);
});

test.each<[string, (claims: Claims) => Promise<string>]>([
  ["of zero bytes", async (claims) => withSignature(await first.sign(claims), (s) => Buffer.alloc(s.length))],
  ["that is empty", async (claims) => withSignature(await first.sign(claims), () => Buffer.alloc(0))],
  ["that is cut short", async (claims) => withSignature(await first.sign(claims), (s) => s.subarray(0, -1))],
  [
    "with one bit changed",
    async (claims) =>
      withSignature(await first.sign(claims), ([one = 0, ...rest]) => Buffer.from([one ^ 1, ...rest])),
  ],
  [
    "of other claims",
    async (claims) => {
      const [header, , signature] = (await first.sign({ ...claims, sub: "eve" })).split(".");
      return [header, (await first.sign(claims)).split(".")[1], signature].join(".");
    },
  ],
  [
    "of a foreign key under a known id",
    async (claims) => withHeader(await second.sign(claims), { alg: "RS256", kid: "first" }),
  ],
  ["of a key that the provider does not name", (claims) => second.sign(claims)],
  [
    "that is declared absent",
    async (claims) =>
      withSignature(withHeader(await first.sign(claims), { alg: "none" }), () => Buffer.alloc(0)),
  ],
  [
    "by the client's secret",
    async (claims) => withHeader(await first.sign(claims), { alg: "HS256", kid: "first" }),
  ],
])("refuses an ID token with a signature %s", async (_, make) => {
  keys = [first.publicKey];
  expect(await signsIn(make)).toBe(false);
});

test.each([
  [
    "names no key",
    () => {
      keys = [];
    },
  ],
  [
    "does not serve its keys",
    () => {
      keysAreServed = false;
    },
  ],
])("refuses an ID token of a provider that %s", async (_, prepare) => {
  prepare();
  expect(await signsIn(first.sign)).toBe(false);
  keysAreServed = true;
});

test("follows the rotation of keys at the next sign-in, and takes a withdrawn key no more", async () => {
  keys = [first.publicKey];
  expect(await signsIn(first.sign)).toBe(true);
  keys = [first.publicKey, second.publicKey];
  expect(await signsIn(second.sign)).toBe(true);
  keys = [second.publicKey];
  expect(await signsIn(first.sign)).toBe(false);
});
