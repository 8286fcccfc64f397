import { readDatabaseUrl } from "@ashlar/database";
import { z } from "zod";

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: "expected a whole number from 0 to 65535 in digits",
    })
    .transform(Number)
    .default(3_100),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z.string().superRefine((text, context) => {
    try {
      readDatabaseUrl(text);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: error instanceof Error ? error.message : "cannot be read",
      });
    }
  }),
  PAYMENTS_TOKEN: z.string().min(16, { error: "expected a secret of 16 characters or more" }),
  PAYMENTS_SETTLE_SECONDS: z.coerce.number().min(0).max(3_600).default(30),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "expected a URL such as http://collector:4318" })
    .optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  LOG_FORMAT: z.enum(["pretty", "json"]).default("json"),
});

/** The configuration of the payments process, complete and checked. */
export type Env = z.output<typeof schema>;

/** The configuration cannot be used; the message has one line per variable. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

/**
 * Reads the configuration; an empty variable counts as unset.
 *
 * @throws InvalidEnvironment naming every wrong variable, what was expected, and never its value.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${String(path[0])}: ${message}`);
  throw new InvalidEnvironment(`The configuration of payments is wrong:\n${lines.join("\n")}`);
}
