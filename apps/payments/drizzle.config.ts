import type { Config } from "drizzle-kit";

/** The journal of this service alone: `drizzle-kit generate` in this folder. */
export default {
  dialect: "postgresql",
  casing: "snake_case",
  schema: "./src/infrastructure/tables.ts",
  out: "./drizzle",
} satisfies Config;
