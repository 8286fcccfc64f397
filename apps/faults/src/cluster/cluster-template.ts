import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { seedDemo } from "@ashlar/backend";
import { migrate } from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import postgres from "postgres";
import { buyers, staffToken } from "./people.ts";
import { postgresServer } from "./postgres-server.ts";

const execute = promisify(execFile);
const repository = resolve(import.meta.dirname, "../../../..");

/** Pieces of every product at the start, but of the last, which is soon sold out. */
const plentyPieces = 1_000_000;
const scarcePieces = 40;

/** A stopped database with accounts and products, of which each cluster gets a copy. */
export type ClusterTemplate = AsyncDisposable & {
  readonly folder: string;
  /** Copies it to a folder that does not exist yet. */
  readonly copyTo: (dataDir: string) => Promise<void>;
};

export async function clusterTemplate(): Promise<ClusterTemplate> {
  const folder = await mkdtemp(join(tmpdir(), `ashlar-faults-${process.pid}-`));
  // Under root the server runs as another user, who must get in.
  await chmod(folder, 0o755);
  const dataDir = join(folder, "template");
  {
    await using server = await postgresServer(dataDir);
    await migrate({ url: server.url, folder: join(repository, "drizzle") });
    await migrate({
      url: server.url,
      folder: join(repository, "apps/payments/drizzle"),
      journalSchema: "payments",
    });
    await seedDemo(server.url);
    await furnish(server.url);
  }
  return {
    folder,
    copyTo: async (to) => {
      await execute("cp", ["-a", dataDir, to]);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function furnish(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const accounts = buyers.map(({ email, token }) => ({ ...sessionOf(token), userId: uuidV7(), email }));
    await sql`
      insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
      select buyer."userId", buyer.email, 'Buyer', demo.password_hash, '{customer,author}', 'active', now(), now()
      from users as demo, jsonb_to_recordset(${sql.json(accounts)}) as buyer ("userId" uuid, email text)
      where demo.email = 'customer@ashlar.test'`;
    const [staff] = await sql<{ id: string }[]>`select id from users where email = 'staff@ashlar.test'`;
    const sessions = [...accounts, { ...sessionOf(staffToken), userId: staff?.id ?? "" }];
    await sql`
      insert into sessions (token_hash, id, user_id, created_at, last_seen_at, expires_at)
      select "tokenHash", id, "userId", now(), now(), now() + interval '20 days'
      from jsonb_to_recordset(${sql.json(sessions)}) as session ("tokenHash" text, id uuid, "userId" uuid)`;
    const products = Array.from({ length: 6 }, (_, index) => ({
      id: uuidV7(),
      sku: `P${index}`,
      stock: index === 5 ? scarcePieces : plentyPieces,
    }));
    await sql`
      insert into products (id, sku, name, description, price_minor, currency, stock, created_at, updated_at)
      select id, sku, 'Product ' || sku, '', 1000, 'EUR', stock, now(), now()
      from jsonb_to_recordset(${sql.json(products)}) as product (id uuid, sku text, stock integer)`;
  } finally {
    await sql.end();
  }
}

const sessionOf = (token: string) => ({ id: uuidV7(), tokenHash: hash("sha256", token, "base64url") });
