import postgres from "postgres";
import { readDatabaseUrl } from "../driver/database-url.ts";

/** Says why no session could be had, and what to do. Anything that is not about the connection is thrown on. */
export function connectionProblem(error: unknown, url: string): string {
  const { host, path, port, database, user, ssl } = readDatabaseUrl(url);
  const at = path ?? `${host}:${port}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const role = user ?? "of the process's user";
  if (error instanceof postgres.PostgresError) return refusal(error, role, String(database ?? role));
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code))
    return `the certificate of ${at} is not trusted (${code}): name its authority's file in NODE_EXTRA_CA_CERTS, or correct the host`;
  if (ssl !== false && /ECONNRESET|EPROTO|CONNECTION_CLOSED|ERR_SSL/.test(code))
    return `${at} ended the connection as TLS began (${code}): it may have none; turn it on there, or set sslmode=disable on a network that is trusted`;
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
    return `the name ${host} is not found (${code}): correct it, or the resolver`;
  if (/^(E[A-Z]+|CONNECT.*)$/.test(code))
    return `${at} does not answer (${code}): start the server, or correct host and port`;
  throw error;
}

function refusal({ code, message }: postgres.PostgresError, role: string, database: string): string {
  if (/startup parameter/i.test(message))
    return "a pooler such as PgBouncer is in between and refuses the settings of a session: give the URL of PostgreSQL itself";
  if (code === "42704")
    return `it does not know a setting that sessions ask for (${message}): it is older than version 15, which is the oldest that works, or no PostgreSQL`;
  if (code === "28P01")
    return `the password of the role ${role} is wrong, or there is no such role: correct the URL`;
  if (code === "28000")
    return `the role ${role} may not connect (${message}): correct the URL, or pg_hba.conf`;
  if (code === "3D000") return `there is no database ${database}: create it, or correct the URL`;
  if (code === "42501")
    return `the role ${role} may not connect to ${database}: grant connect on it, or give another role`;
  if (code === "53300") return "it has no connection left: raise max_connections, or run fewer processes";
  return `it refuses the connection (${code}: ${message})`;
}
