import type { Config } from "drizzle-kit";

/** One journal for all modules: `pnpm migrations` writes what their tables need beyond the last migration. */
export default {
  dialect: "postgresql",
  casing: "snake_case",
  schema: "./packages/**/src/infrastructure/tables.ts",
  out: "./drizzle",
} satisfies Config;
