import { expect, test } from "vitest";
import { InvalidEnvironment, readEnv } from "./env.ts";

test("needs nothing in development", () => {
  expect(readEnv({})).toMatchObject({
    PORT: 3000,
    HOST: "127.0.0.1",
    LOG_FORMAT: "pretty",
    SEED_DEMO: true,
    isProduction: false,
  });
});

test("names every wrong variable and what was expected, and repeats no value", () => {
  const wrong = {
    PORT: "http",
    DATABASE_URL: "mysql://root:hunter2@db/x",
    CORS_ORIGINS: "https://app.example.org/path",
    LOG_LEVEL: "loud",
  };
  const message = String(catching(() => readEnv(wrong)));
  for (const name of ["PORT", "DATABASE_URL", "CORS_ORIGINS", "LOG_LEVEL"])
    expect(message).toContain(`  ${name}: `);
  expect(message).toContain("postgres://user:password@host");
  expect(message).not.toContain("hunter2");
});

test("refuses production without a database, with demo accounts, over plain http or with webhooks to itself", () => {
  const unfit = {
    NODE_ENV: "production",
    SEED_DEMO: "true",
    PUBLIC_URL: "http://example.org",
    WEBHOOKS_ALLOW_LOOPBACK: "true",
  };
  const message = String(catching(() => readEnv(unfit)));
  for (const name of ["DATABASE_URL", "SEED_DEMO", "PUBLIC_URL", "WEBHOOKS_ALLOW_LOOPBACK"])
    expect(message).toContain(`  ${name}: `);
});

test("defaults to JSON logs and no demo accounts in production", () => {
  const production = { NODE_ENV: "production", PUBLIC_URL: "https://api.example.org" };
  const env = readEnv({ ...production, DATABASE_URL: "postgres://app@db/app" });
  expect(env).toMatchObject({ LOG_FORMAT: "json", SEED_DEMO: false });
});

test("gives each process 10 connections that write, or as many as there is room for", () => {
  expect(readEnv({}).DATABASE_WRITE_CONNECTIONS).toBe(10);
  expect(readEnv({ DATABASE_WRITE_CONNECTIONS: "4" }).DATABASE_WRITE_CONNECTIONS).toBe(4);
  for (const wrong of ["1", "2.5", "all"])
    expect(String(catching(() => readEnv({ DATABASE_WRITE_CONNECTIONS: wrong })))).toContain(
      "  DATABASE_WRITE_CONNECTIONS: ",
    );
});

test("bounds the cache's memory in whole MiB, 64 unless told otherwise", () => {
  expect(readEnv({}).CACHE_MEMORY_MIB).toBe(64);
  expect(readEnv({ CACHE_MEMORY_MIB: "256" }).CACHE_MEMORY_MIB).toBe(256);
  for (const wrong of ["0", "1.5", "64MiB"])
    expect(String(catching(() => readEnv({ CACHE_MEMORY_MIB: wrong })))).toContain("  CACHE_MEMORY_MIB: ");
});

test("takes one NATS server or several", () => {
  expect(readEnv({ NATS_URL: "nats://a:4222, tls://b:4222" }).NATS_URL).toBe("nats://a:4222,tls://b:4222");
  expect(String(catching(() => readEnv({ NATS_URL: "nats://a:4222,redis://b" })))).toContain("  NATS_URL: ");
});

test("takes Kafka's brokers by host and port, and an account whole and over TLS or not at all", () => {
  expect(readEnv({ KAFKA_BROKERS: "a:9092, b:9092" }).KAFKA_BROKERS).toEqual(["a:9092", "b:9092"]);
  expect(String(catching(() => readEnv({ KAFKA_BROKERS: "kafka://a:9092" })))).toContain("  KAFKA_BROKERS: ");
  expect(String(catching(() => readEnv({ KAFKA_USERNAME: "ashlar" })))).toContain("  KAFKA_PASSWORD: ");
  const account = { KAFKA_USERNAME: "ashlar", KAFKA_PASSWORD: "secret" };
  const message = String(catching(() => readEnv({ NODE_ENV: "production", ...account })));
  expect(message).toContain("  KAFKA_TLS: must be true with KAFKA_USERNAME");
});

test("takes an empty variable for an unset one", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" }).PORT).toBe(3000);
});

test("takes a sign-in provider whole or not at all", () => {
  const message = String(
    catching(() => readEnv({ GITHUB_CLIENT_ID: "id", OIDC_ISSUER: "https://id.example" })),
  );
  for (const name of ["GITHUB_CLIENT_SECRET", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
    expect(message).toContain(`  ${name}: is required together with`);
  expect(message).not.toContain("GOOGLE");
});

test.each(["http://id.example", "ftp://id.example", "id.example"])("refuses %s as an issuer", (issuer) => {
  const variables = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" };
  expect(String(catching(() => readEnv(variables)))).toContain("  OIDC_ISSUER: expected");
});

test.each([
  "api.pwnedpasswords.com",
  "ftp://mirror",
  "https://user:hunter2@mirror",
  "https://mirror/?mode=ntlm",
])("refuses %s as the service that knows breached passwords, and repeats none of it", (url) => {
  const message = String(catching(() => readEnv({ BREACHED_PASSWORDS_URL: url })));
  expect(message).toContain("  BREACHED_PASSWORDS_URL: expected a URL");
  expect(message).not.toMatch(/hunter2|ntlm/);
  expect(readEnv({ BREACHED_PASSWORDS_URL: "http://mirror:8080/pwned" }).isProduction).toBe(false);
});

test("takes the roles that count with a second factor alone by their names, and no other word", () => {
  expect(readEnv({}).SECOND_FACTOR_ROLES).toEqual([]);
  expect(readEnv({ SECOND_FACTOR_ROLES: "admin, staff" }).SECOND_FACTOR_ROLES).toEqual(["admin", "staff"]);
  const message = String(catching(() => readEnv({ SECOND_FACTOR_ROLES: "admin,root" })));
  expect(message).toContain("  SECOND_FACTOR_ROLES: expected names of roles");
  expect(message).toContain("customer, author, staff, admin");
  expect(message).not.toContain("root");
});

test("refuses production without its public address", () => {
  const production = { NODE_ENV: "production", DATABASE_URL: "postgres://app@db/app" };
  expect(String(catching(() => readEnv(production)))).toContain("  PUBLIC_URL: is required;");
  const message = String(catching(() => readEnv({ ...production, SMTP_URL: "smtps://user:hunter2@mail" })));
  expect(message).toContain("  PUBLIC_URL: is required;");
  expect(message).not.toContain("hunter2");
});

test.each([
  ["CORS_ORIGINS", "*"],
  ["CORS_ORIGINS", "null"],
  ["CORS_HEADERS", "x-tenant,cookie"],
  ["CORS_HEADERS", "x tenant"],
  ["COOKIE_SAME_SITE", "strict"],
  ["CORS_ORIGINS", "https://*.example.org"],
  ["CORS_ORIGINS", "https://app.example.org,*"],
  ["PUBLIC_URL", "https://"],
  ["MAIL_FROM", "not an address"],
  ["MAIL_FROM", "Ashlar no-reply@example.org"],
  ["MAIL_FROM", "Ashlar <no-reply>"],
  ["MAIL_FROM", "a@example.org, b@example.org"],
  ["MAIL_FROM", "a@b@example.org"],
  ["KAFKA_BROKERS", "k:99999"],
  ["KAFKA_BROKERS", "k:0"],
  ["KAFKA_BROKERS", "k"],
  ["KAFKA_BROKERS", ":9092"],
  ["KAFKA_BROKERS", "[::1]"],
  ["KAFKA_BROKERS", "::1:9092"],
  ["PORT", "0x7a"],
  ["PORT", "1e3"],
  ["PORT", " 80"],
  ["PORT", "+80"],
  ["PORT", "80.0"],
  ["PORT", "65536"],
  ["METRICS_PORT", "0b1"],
  ["TRUST_PROXY", "0x1"],
  ["RETENTION_AUDIT_MONTHS", "0"],
  ["SHUTDOWN_GRACE_SECONDS", "1e1"],
  ["TRACES_PER_SECOND", " "],
  ["TRACES_PER_SECOND", "Infinity"],
  ["CACHE", "yes"],
  ["HOST", "http://x"],
  ["HOST", "999.1.1.1"],
  ["HOST", "[::1]"],
  ["REDIS_URL", "redis://"],
  ["NATS_URL", "nats://"],
  ["SMTP_URL", "smtp://"],
  ["SMTP_URL", "smtp:mail"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
  ["DATABASE_URL", "postgres://a,b/name"],
  ["DATABASE_URL", "postgres://db/name?options=-c%20x%3Dy"],
  ["DATABASE_REPLICA_URLS", "postgres://db/name?pgbouncer=true"],
])("refuses %s=%s by its name, with what is expected", (name, value) => {
  const error = catching(() => readEnv({ [name]: value }));
  expect(error).toBeInstanceOf(InvalidEnvironment);
  expect(String(error)).toMatch(new RegExp(`^  ${name}: (expected|names|has)`, "m"));
});

test.each([
  ["MAIL_FROM", '"Ashlar, Inc." <no-reply@example.org>'],
  ["MAIL_FROM", "no-reply@example.org"],
  ["HOST", "::"],
  ["HOST", "localhost"],
  ["KAFKA_BROKERS", "[::1]:9092, kafka-0.kafka:9092"],
  ["REDIS_URL", "rediss://user:p%40ss@[::1]:6379/0"],
  ["PORT", "0"],
  ["SHUTDOWN_GRACE_SECONDS", "0.5"],
  ["CORS_ORIGINS", "https://app.example.org, http://[::1]:5173"],
  ["CORS_HEADERS", "X-Tenant, x-client-version"],
])("takes %s=%s", (name, value) => {
  expect(() => readEnv({ [name]: value })).not.toThrow();
});

test("takes a session cookie for other sites only where it is secure", () => {
  const none = { COOKIE_SAME_SITE: "none" };
  expect(String(catching(() => readEnv(none)))).toContain(
    "  COOKIE_SAME_SITE: none needs a PUBLIC_URL with https",
  );
  expect(readEnv({ ...none, PUBLIC_URL: "https://api.example.org" }).COOKIE_SAME_SITE).toBe("none");
});

test("takes a payment service with its token or not at all", () => {
  expect(String(catching(() => readEnv({ PAYMENTS_URL: "http://payments:3100" })))).toContain(
    "  PAYMENTS_TOKEN: is required with PAYMENTS_URL",
  );
});

const catching = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
