/** A database URL that does not say where to connect, or asks for what the product does not do. */
export class UnusableDatabaseUrl extends Error {
  override readonly name = "UnusableDatabaseUrl";
}

type Ssl = "prefer" | "require" | "verify-full" | false;

/** Where a URL leads, as the driver takes it. */
export type DatabaseTarget = {
  readonly host?: string;
  readonly path?: string;
  readonly port: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ssl: Ssl;
};

const sslModes = new Map<string, Ssl>([
  ["disable", false],
  ["allow", "prefer"],
  ["prefer", "prefer"],
  ["require", "require"],
  ["no-verify", "require"],
  ["verify-ca", "verify-full"],
  ["verify-full", "verify-full"],
]);

/** What each parameter may be, as a pattern, and the sentence for anything else; the values themselves change nothing. */
const parameters: Readonly<Record<string, readonly [allowed: RegExp, refusal: string]>> = {
  application_name: [/^/, ""],
  connect_timeout: [/^\d+$/, "takes seconds"],
  channel_binding: [
    /^(disable|prefer)$/,
    "cannot be required: the driver has none; remove it and set sslmode=verify-full",
  ],
  gssencmode: [/^(disable|prefer)$/, "cannot be required: the driver has none; remove it"],
  keepalives: [/^[01]$/, "takes 0 or 1"],
  options: [/^$/, "is not taken: each session is set up by the product; remove it"],
  pgbouncer: [
    /^false$/,
    "says that the URL leads to PgBouncer in transaction mode, which loses prepared statements, settings and notifications; give the URL of PostgreSQL itself",
  ],
  schema: [/^public$/, "must be public, where the tables are; remove it"],
  search_path: [/^public$/, "must be public, where the tables are; remove it"],
  sslrootcert: [/^system$/, "is not taken: name the file in NODE_EXTRA_CA_CERTS and remove it"],
  target_session_attrs: [
    /^(any|read-write|primary)$/,
    "must be read-write, as the product writes; remove it",
  ],
};

const example = "expected a URL such as postgres://user:password@host:5432/name";

/**
 * Reads where a database URL leads: a host name, an IPv4 address, an IPv6 address in brackets, or a socket's folder as
 * `postgres:///name?host=/var/run/postgresql` or with its slashes encoded as `%2F`.
 *
 * @throws UnusableDatabaseUrl with a sentence that completes the variable's name and repeats no part of the URL but the names
 *   of parameters.
 */
export function readDatabaseUrl(text: string): DatabaseTarget {
  if (!/^postgres(ql)?:\/\//.test(text)) throw new UnusableDatabaseUrl(example);
  const authority = /^[^:]+:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(text)?.[1] ?? "";
  if (authority.includes(","))
    throw new UnusableDatabaseUrl(
      "names several hosts; give one name or address that leads to the primary, also after a failover",
    );
  const url = parsed(text);
  const asked = new Map(url.searchParams);
  const host = asked.get("host") ?? (decoded(url.hostname).replace(/^\[(.*)\]$/, "$1") || "localhost");
  const port = portOf(asked.get("port") ?? (url.port || "5432"));
  const ssl = sslOf(asked);
  for (const known of ["host", "port", "sslmode", "ssl"]) asked.delete(known);
  for (const [name, value] of asked) {
    const rule = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!rule)
      throw new UnusableDatabaseUrl(`has the parameter ${name}, which means nothing here; remove it`);
    if (!rule[0].test(value)) throw new UnusableDatabaseUrl(`has the parameter ${name}, which ${rule[1]}`);
  }
  const database = decoded(url.pathname.slice(1));
  return {
    // Sound: the driver takes lists of both, and takes one text apart at its colons, of which IPv6 has many.
    ...(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host: [host] as unknown as string }),
    port: [port] as unknown as number,
    ...(database !== "" && { database }),
    ...(url.username !== "" && { user: decoded(url.username) }),
    ...(url.password !== "" && { password: decoded(url.password) }),
    ssl,
  };
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new UnusableDatabaseUrl(
      `${example}; other characters than letters and digits are percent-encoded in its user and password, and IPv6 addresses are in brackets`,
      { cause },
    );
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new UnusableDatabaseUrl("has a % that begins no percent-encoding; write it as %25", { cause });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new UnusableDatabaseUrl("has a port that is none of 1 to 65535");
  return port;
}

function sslOf(asked: ReadonlyMap<string, string>): Ssl {
  const isAsked = new Map([
    ["true", "require"],
    ["false", "disable"],
  ]).get(asked.get("ssl") ?? "false");
  const mode = sslModes.get(asked.get("sslmode") ?? isAsked ?? "");
  if (mode !== undefined) return mode;
  throw new UnusableDatabaseUrl(`has the parameter sslmode, which takes ${[...sslModes.keys()].join(", ")}`);
}
