import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import { type DriverClient, driverClient } from "../driver/driver-client.ts";
import type { DatabaseFacts } from "./database-problems.ts";

const patienceMs = 3_000;
const tokenName = "ashlar.session_token";

/**
 * Sees what a database is and does, on two connections.
 *
 * @param settings - Names of settings to read.
 * @throws the driver's errors.
 */
export async function databaseFacts(
  connection: ConnectionSettings,
  settings: readonly string[],
): Promise<DatabaseFacts> {
  const token = randomUUID();
  const channel = `ashlar_check_${token}`;
  const heard = Promise.withResolvers<boolean>();
  const onNotify = (name: string, payload: string): void => {
    if (name === channel && payload === token) heard.resolve(true);
  };
  const open = () => driverClient({ ...connection, connections: 1, onNotify });
  const one = open();
  const other = open();
  try {
    const facts = await serverFacts(one);
    const has = await one<{ name: string; setting: string }[]>`
      select lower(name) as name, setting from pg_settings where lower(name) = any(string_to_array(${settings.join()}, ','))`;
    const sharesSessions = await isShared(one, other, token);
    const hearsNotifications = sharesSessions
      ? true
      : await isHeard(one, other, channel, token, heard.promise);
    return {
      ...facts,
      settings: Object.fromEntries(has.map(({ name, setting }) => [name, setting])),
      sharesSessions,
      hearsNotifications,
      lacks: await lackingPrivileges(one),
    };
  } finally {
    await Promise.all([one.end({ timeout: 0 }), other.end({ timeout: 0 })]);
  }
}

async function serverFacts(client: DriverClient) {
  const [row] = await client<
    Pick<DatabaseFacts, "version" | "encoding" | "isStandby" | "isReadOnly" | "replicationRole" | "role">[]
  >`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only') = 'on' as "isReadOnly",
      current_setting('session_replication_role') as "replicationRole", current_user::text as role`;
  if (!row) throw new Error("The database answers a select with no row.");
  return row;
}

/** Leaves something in one session, looks for it in the other, and then in the first while the other is in a transaction. */
async function isShared(one: DriverClient, other: DriverClient, token: string): Promise<boolean> {
  const read = (client: Pick<DriverClient, "unsafe">) =>
    client
      .unsafe<{ token: string | null }[]>(`select current_setting('${tokenName}', true) as token`, [], {
        prepare: true,
      })
      .then(([row]) => row?.token);
  await read(one);
  await one`select set_config(${tokenName}, ${token}, false)`;
  return other
    .begin(async (transaction) => {
      if ((await read(transaction)) === token) return true;
      // In a pool of one connection this waits for the other's transaction.
      const mine = await Promise.race([read(one), wait(patienceMs, "waited", { ref: false })]);
      return mine !== token;
    })
    .catch((error: unknown) => {
      // A prepared statement that another session has, or that is gone.
      if (error instanceof Error && "code" in error && /^(26000|42P05)$/.test(String(error.code)))
        return true;
      throw error;
    });
}

async function isHeard(
  one: DriverClient,
  other: DriverClient,
  channel: string,
  token: string,
  heard: Promise<boolean>,
): Promise<boolean> {
  await one.unsafe(`listen "${channel}"`);
  await other`select pg_notify(${channel}, ${token})`;
  return Promise.race([heard, wait(patienceMs, false, { ref: false })]);
}

/** Reading and adding are needed everywhere; what may be changed is a matter of each table. */
async function lackingPrivileges(client: DriverClient): Promise<string[]> {
  const rows = await client<{ lack: string }[]>`
    select privilege || ' on ' || relname as lack
    from pg_class cross join unnest(array['SELECT', 'INSERT']) as privilege
    where relnamespace = to_regnamespace('public') and relkind in ('r', 'p')
      and not has_table_privilege(oid, privilege)
    union all
    select 'USAGE on the schema public' where not has_schema_privilege('public', 'usage')
    union all
    select 'SELECT on the record of migrations' where to_regnamespace('drizzle') is not null
      and not coalesce(has_schema_privilege('drizzle', 'usage')
        and has_table_privilege(to_regclass('drizzle.__drizzle_migrations')::oid, 'select'), true)
    order by lack`;
  return rows.map(({ lack }) => lack);
}
