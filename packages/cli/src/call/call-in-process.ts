import { resolve } from "node:path";
import { composeBackend, inProcessCaller } from "@ashlar/backend";
import { permissionsOf, roles } from "@ashlar/contracts";
import { developmentDatabase } from "@ashlar/database";
import type { Actor, Log } from "@ashlar/kernel";
import postgres from "postgres";
import { env } from "../env.ts";

const quiet = (): void => undefined;
const silent: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/**
 * Calls a procedure without a server, on the database that `DATABASE_URL` names or the embedded one, with what the account
 * may do. For development: whoever reaches the database can do anything.
 *
 * @throws Error in production, and where no active account has the email.
 */
export async function callInProcess(
  call: { readonly path: string; readonly input: unknown; readonly idempotencyKey: string },
  email: string,
): Promise<unknown> {
  if (env.isProduction) throw new Error("--as is for development; sign in with `ashlar login`.");
  const dataDir = resolve(env.dataDir, "postgres");
  const { path, input, idempotencyKey } = call;
  const database = await developmentDatabase({ url: env.databaseUrl, dataDir });
  try {
    const actor = await actorOf(database.url, email);
    const backend = await composeBackend({
      databaseUrl: database.url,
      log: silent,
      isProduction: false,
      runsJobs: false,
      origins: { own: [], allowed: [], allowsLoopback: true },
      trustedProxyHops: 0,
    });
    try {
      const caller: unknown = inProcessCaller(backend.router, actor, { idempotencyKey });
      // Sound: the path is one of the contract, of which the caller has every procedure.
      const procedure = path
        .split(".")
        .reduce<unknown>((at, name) => Reflect.get(Object(at), name), caller) as (
        given: unknown,
      ) => Promise<unknown>;
      return await procedure(input);
    } finally {
      await backend.close();
    }
  } finally {
    await database.stop();
  }
}

async function actorOf(url: string, email: string): Promise<Actor> {
  const db = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await db<{ id: string; roles: string[] }[]>`
      select id, roles from users where email = ${email.toLowerCase()} and status = 'active'`;
    if (row === undefined) throw new Error(`No active account has the email ${email}.`);
    const held = roles.filter((role) => row.roles.includes(role));
    return {
      userId: row.id,
      sessionId: null,
      roles: held,
      permissions: new Set<string>(permissionsOf(held)),
      via: "system",
    };
  } finally {
    await db.end();
  }
}
