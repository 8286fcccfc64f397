import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { PersistentCipher } from "@ashlar/secrets";
import { inArray, sql } from "drizzle-orm";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { signingKeys as signingKeyTable } from "../../infrastructure/tables.ts";
import { type KeyRing, keyRing } from "../signing-key.ts";

/** A key of the ring, ready for use. */
export type SigningKey = {
  readonly kid: string;
  readonly signsFrom: Date;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
};

export type SigningKeys = {
  /** The keys as they were at most a minute ago; made and replaced when that is due. */
  readonly ring: () => Promise<KeyRing<SigningKey>>;
  /** Reads the keys again, at most once a second: somebody came with a key that is not known here yet. */
  readonly refreshed: () => Promise<KeyRing<SigningKey>>;
};

type Deps = {
  readonly database: Pick<DatabaseConnection, "readVital" | "transact">;
  readonly sealing: PersistentCipher;
  readonly clock: Clock;
};

const rememberedMs = 60_000;
const refreshMs = 1_000;

const placeOf = (kid: string): string => `signing key ${kid}`;

/**
 * Keeps the keys that sign access tokens: one signs, the next is announced, the previous is still published.
 *
 * Private halves are sealed in the table and open in memory only. Whoever notices that a key is due makes it, under a
 * lock, so of several processes one does.
 */
export function signingKeys(deps: Deps): SigningKeys {
  let known: { readonly readMs: number; readonly ring: Promise<KeyRing<SigningKey>> } | null = null;
  const youngerThan = (maximumAgeMs: number): Promise<KeyRing<SigningKey>> => {
    const nowMs = performance.now();
    if (known && nowMs - known.readMs < maximumAgeMs) return known.ring;
    const ring = readRing(deps);
    known = { readMs: nowMs, ring };
    ring.catch(() => {
      if (known?.ring === ring) known = null;
    });
    return ring;
  };
  return { ring: () => youngerThan(rememberedMs), refreshed: () => youngerThan(refreshMs) };
}

async function readRing(deps: Deps): Promise<KeyRing<SigningKey>> {
  const at = deps.clock.now();
  const ring = keyRing(await readKeys(deps), at);
  if (ring.nextSignsFrom === null && ring.retired.length === 0) return ring;
  await renew(deps, at);
  return keyRing(await readKeys(deps), at);
}

async function readKeys({ database, sealing }: Deps): Promise<SigningKey[]> {
  const rows = await database.readVital.select().from(signingKeyTable);
  const { open } = await sealing();
  return Promise.all(
    rows.map(async ({ kid, signsFrom, publicKey, sealedPrivateKey }) => {
      const publicJwk: JWK = JSON.parse(publicKey);
      const privateJwk: JWK = JSON.parse(open(sealedPrivateKey, placeOf(kid)));
      return {
        kid,
        signsFrom,
        publicJwk,
        publicKey: await keyOf(publicJwk),
        privateKey: await keyOf(privateJwk),
      };
    }),
  );
}

async function keyOf(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, "EdDSA");
  if (key instanceof Uint8Array) throw new TypeError("A signing key is not symmetric.");
  return key;
}

/** Any number that no other lock of the database has. */
const lockId = 7_361_202;

async function renew({ database, sealing, clock }: Deps, at: Date): Promise<void> {
  const { seal } = await sealing();
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const kid = crypto.randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" };
  const sealedPrivateKey = seal(JSON.stringify(await exportJWK(privateKey)), placeOf(kid));
  await database.transact(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lockId})`);
    const columns = { kid: signingKeyTable.kid, signsFrom: signingKeyTable.signsFrom };
    const { retired, nextSignsFrom } = keyRing(await tx.select(columns).from(signingKeyTable), at);
    if (retired.length > 0) await tx.delete(signingKeyTable).where(inArray(signingKeyTable.kid, retired));
    if (nextSignsFrom === null) return;
    const made = { kid, publicKey: JSON.stringify(publicJwk), sealedPrivateKey };
    await tx.insert(signingKeyTable).values({ ...made, createdAt: clock.now(), signsFrom: nextSignsFrom });
  });
}
