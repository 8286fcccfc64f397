import { expect, test } from "vitest";
import { readDatabaseUrl, UnusableDatabaseUrl } from "./database-url.ts";

test.each([
  ["postgres://db", { host: ["db"], port: [5432], ssl: false }],
  [
    "postgresql://u:p@db:6000/name",
    { host: ["db"], port: [6000], user: "u", password: "p", database: "name" },
  ],
  ["postgres://u@[::1]:5433/name", { host: ["::1"], port: [5433] }],
  ["postgres://u@[fd00::12:34]/name", { host: ["fd00::12:34"], port: [5432] }],
  ["postgres://u%40x:p%2F%3A%25@db/a%20name", { user: "u@x", password: "p/:%", database: "a name" }],
  [
    "postgres:///name?host=/var/run/postgresql",
    { path: "/var/run/postgresql/.s.PGSQL.5432", database: "name" },
  ],
  ["postgres://u@%2Fvar%2Frun%2Fpostgresql/name", { path: "/var/run/postgresql/.s.PGSQL.5432" }],
  ["postgres:///name?host=/run&port=5433", { path: "/run/.s.PGSQL.5433" }],
  ["postgres://db/name?sslmode=require&channel_binding=prefer&connect_timeout=15", { ssl: "require" }],
  ["postgres://db/name?sslmode=verify-full&sslrootcert=system", { ssl: "verify-full" }],
  ["postgres://db/name?ssl=true", { ssl: "require" }],
  ["postgres://db/name?schema=public&pgbouncer=false&target_session_attrs=read-write", { host: ["db"] }],
])("reads %s", (url, target) => {
  expect(readDatabaseUrl(url)).toMatchObject(target);
});

test.each([
  ["postgres://a:5432,b:5432/name", "names several hosts"],
  ["postgres://u:p@a,b/name", "names several hosts"],
  [
    "postgres://db/name?channel_binding=require",
    "has the parameter channel_binding, which cannot be required",
  ],
  ["postgres://db/name?schema=app", "has the parameter schema, which must be public"],
  ["postgres://db/name?pgbouncer=true", "PgBouncer in transaction mode"],
  ["postgres://db/name?options=-c%20search_path%3Dx", "has the parameter options, which is not taken"],
  ["postgres://db/name?sslmode=on", "has the parameter sslmode, which takes disable, allow"],
  ["postgres://db/name?ssl=yes", "has the parameter sslmode, which takes"],
  ["postgres://db/name?sslmode=constructor", "has the parameter sslmode, which takes"],
  ["postgres://db/name?sslrootcert=/etc/ca.pem", "name the file in NODE_EXTRA_CA_CERTS"],
  ["postgres://db/name?target_session_attrs=standby", "must be read-write"],
  ["postgres://db/name?statement_timeout=0", "has the parameter statement_timeout, which means nothing here"],
  ["postgres://db/name?toString=1", "has the parameter toString, which means nothing here"],
  ["postgres://db:0/name", "has a port that is none of 1 to 65535"],
  ["postgres://db:99999/name", "expected a URL such as"],
  ["postgres://u:p#w@db/name", "percent-encoded"],
  ["postgres://u:100%@db/name", "write it as %25"],
  ["postgres://::1:5432/name", "IPv6 addresses are in brackets"],
  ["mysql://db/name", "expected a URL such as"],
  ["db:5432/name", "expected a URL such as"],
  ["", "expected a URL such as"],
])("refuses %s with what to do", (url, sentence) => {
  expect(() => readDatabaseUrl(url)).toThrow(UnusableDatabaseUrl);
  expect(() => readDatabaseUrl(url)).toThrow(sentence);
});
