import { roles } from "@ashlar/contracts";
import { readDatabaseUrl } from "@ashlar/database";
import { product } from "@ashlar/kernel";
import { z } from "zod";
import {
  commaSeparated,
  decimal,
  flag,
  headerName,
  host,
  hostAndPort,
  origin,
  port,
  sender,
  url,
  whole,
} from "./env-values.ts";

const databaseUrl = z.string().superRefine((text, context) => {
  try {
    readDatabaseUrl(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "cannot be read" });
  }
});

const issuer = url(/^https?$/, "an issuer such as https://accounts.example.org").refine(
  (text) => text.startsWith("https:") || /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(`${text}/`),
  { error: "expected https, except on this machine" },
);

const base = url(/^https?$/, "a URL such as https://api.pwnedpasswords.com").refine(
  (text) => /^https?:\/\/[^@?#]+$/.test(text),
  { error: "expected a URL without credentials, query and fragment" },
);

/** How long something is kept; null for ever. */
const kept = whole(1, 1_200).nullable();

const surfaceNames = ["trpc", "rest", "mcp", "graphql"] as const;

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  ROLE: z.enum(["api", "worker", "all"]).default("all"),
  PORT: port.default(3000),
  HOST: host.default("127.0.0.1"),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_RETENTION_URL: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: commaSeparated.pipe(z.array(databaseUrl)).default([]),
  DATABASE_WRITE_CONNECTIONS: whole(2, 100).default(10),
  CACHE: flag.default(false),
  CACHE_MEMORY_MIB: whole(1, 16_384).default(64),
  REDIS_URL: url(/^rediss?$/, "a URL such as redis://host:6379").optional(),
  NATS_URL: commaSeparated
    .pipe(z.array(url(/^(nats|tls)$/, "URLs such as nats://host:4222, separated by commas")))
    .transform((urls) => urls.join())
    .optional(),
  KAFKA_BROKERS: commaSeparated.pipe(z.array(hostAndPort("host:9092, separated by commas"))).default([]),
  KAFKA_TOPIC: z
    .string()
    .regex(/^[\w.-]{1,249}$/, { error: "expected 1 to 249 of letters, digits, `.`, `_` and `-`" })
    .default(product.eventSubject),
  KAFKA_TLS: flag.default(false),
  KAFKA_SASL: z.enum(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]).default("SCRAM-SHA-512"),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  WEBHOOKS_ALLOW_LOOPBACK: flag.default(false),
  PAYMENTS_URL: url(/^https?$/, "a URL such as http://payments:3100").optional(),
  PAYMENTS_TOKEN: z.string().min(16, { error: "expected a secret of 16 characters or more" }).optional(),
  PUBLIC_URL: origin.optional(),
  SECRET_KEY: commaSeparated
    .pipe(z.array(z.string().min(32, { error: "expected secrets of 32 characters or more" })))
    .default([]),
  BREACHED_PASSWORDS_URL: base.optional(),
  SECOND_FACTOR_ROLES: commaSeparated
    .pipe(
      z.array(z.enum(roles, { error: `expected names of roles, separated by commas: ${roles.join(", ")}` })),
    )
    .default([]),
  CORS_ORIGINS: commaSeparated.pipe(z.array(origin)).default([]),
  CORS_HEADERS: commaSeparated.pipe(z.array(headerName)).default([]),
  COOKIE_SAME_SITE: z.enum(["lax", "none"], { error: "expected lax or none" }).default("lax"),
  SURFACES: commaSeparated
    .pipe(z.array(z.enum(surfaceNames, { error: `expected names of surfaces: ${surfaceNames.join(", ")}` })))
    .refine((names) => names.includes("trpc") && names.includes("rest"), {
      error: "expected trpc and rest among them; the others can be left out",
    })
    .default([...surfaceNames]),
  GRAPHQL_OPERATIONS: z.string().min(1).optional(),
  TRUST_PROXY: whole(0, 10).default(0),
  TRPC_DIRECT: flag.default(true),
  DATA_DIR: z.string().min(1).default(".data"),
  SMTP_URL: url(/^smtps?$/, "a URL such as smtps://user:password@host:465").optional(),
  MAIL_FROM: sender.default(product.mailSender),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z
    .string()
    .regex(/^[a-z0-9-]{1,30}$/, { error: "expected 1 to 30 of a-z, 0-9 and -" })
    .default("oidc"),
  OIDC_LABEL: z.string().min(1).max(50).default("Single sign-on"),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  RETENTION_EVENT_MONTHS: kept.default(null),
  RETENTION_AUDIT_MONTHS: kept.default(null),
  RETENTION_DEAD_LETTER_DAYS: kept.default(null),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  LOG_FORMAT: z.enum(["pretty", "json"]).optional(),
  SEED_DEMO: flag.optional(),
  METRICS_PORT: port.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, "a URL such as http://collector:4318").optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default(product.id),
  TRACES_PER_SECOND: decimal(0, 100_000).default(100),
  SHUTDOWN_GRACE_SECONDS: decimal(0, 600).default(20),
});

/** The process's configuration, complete and checked. */
export type Env = Omit<z.output<typeof schema>, "LOG_FORMAT" | "SEED_DEMO"> & {
  readonly LOG_FORMAT: "pretty" | "json";
  readonly SEED_DEMO: boolean;
  readonly isProduction: boolean;
};

/** The configuration cannot be used; the message has one line per variable. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

/**
 * Reads the configuration from the environment; an empty variable counts as unset.
 *
 * @throws InvalidEnvironment naming every wrong variable, what was expected, and never its value.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${String(path[0])}: ${message}`);
    throw new InvalidEnvironment(`The configuration is wrong:\n${lines.join("\n")}\nSee .env.example.`);
  }
  const isProduction = parsed.data.NODE_ENV === "production";
  const env: Env = {
    ...parsed.data,
    LOG_FORMAT: parsed.data.LOG_FORMAT ?? (isProduction ? "json" : "pretty"),
    SEED_DEMO: parsed.data.SEED_DEMO ?? !isProduction,
    isProduction,
  };
  const incomplete = incompleteGroups(env);
  if (incomplete.length > 0) {
    throw new InvalidEnvironment(`The configuration is wrong:\n${incomplete.join("\n")}\nSee .env.example.`);
  }
  const refusals = isProduction ? productionRefusals(env) : [];
  if (refusals.length > 0)
    throw new InvalidEnvironment(`Not fit for production:\n${refusals.join("\n")}\nSee .env.example.`);
  return env;
}

const providerVariables = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
] as const;
const kafkaAccount = ["KAFKA_USERNAME", "KAFKA_PASSWORD"] as const;

/** A provider has all of its variables or none; so has whoever signs in to Kafka. */
const incompleteGroups = (env: Env): string[] => [
  ...[...providerVariables, kafkaAccount].flatMap((names) => {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return [];
    return missing.map((name) => `  ${name}: is required together with ${names.join(", ")}`);
  }),
  ...(env.PAYMENTS_URL !== undefined && env.PAYMENTS_TOKEN === undefined
    ? ["  PAYMENTS_TOKEN: is required with PAYMENTS_URL; both services have it"]
    : []),
  ...(env.COOKIE_SAME_SITE === "none" && !env.PUBLIC_URL?.startsWith("https:")
    ? ["  COOKIE_SAME_SITE: none needs a PUBLIC_URL with https; browsers drop such a cookie otherwise"]
    : []),
];

const productionRefusals = ({
  DATABASE_URL,
  SEED_DEMO,
  PUBLIC_URL,
  WEBHOOKS_ALLOW_LOOPBACK,
  KAFKA_USERNAME,
  KAFKA_TLS,
}: Env): string[] => [
  ...(DATABASE_URL === undefined
    ? ["  DATABASE_URL: is required; the embedded database is for development"]
    : []),
  ...(SEED_DEMO ? ["  SEED_DEMO: must not be true; demo accounts have a published password"] : []),
  ...(WEBHOOKS_ALLOW_LOOPBACK
    ? ["  WEBHOOKS_ALLOW_LOOPBACK: must not be true; webhooks would reach what listens on this machine alone"]
    : []),
  ...(KAFKA_USERNAME !== undefined && !KAFKA_TLS
    ? ["  KAFKA_TLS: must be true with KAFKA_USERNAME; the password is not sent over an open line"]
    : []),
  ...(PUBLIC_URL === undefined
    ? ["  PUBLIC_URL: is required; mails, passkeys, access tokens and origins of browsers depend on it"]
    : []),
  ...(PUBLIC_URL?.startsWith("http:") ? ["  PUBLIC_URL: must be https; session cookies are Secure"] : []),
];

/** The environment for a child process, with these variables on top. */
export const environmentWith = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...variables,
});
