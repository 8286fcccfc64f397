import { defineConfig } from "drizzle-kit";
import { readScriptsEnv } from "./env.ts";

/** What Drizzle Studio opens; `pnpm studio` sets DATABASE_URL. */
export default defineConfig({
  dialect: "postgresql",
  casing: "snake_case",
  schema: "./packages/**/src/infrastructure/tables.ts",
  out: "./drizzle",
  dbCredentials: { url: readScriptsEnv().databaseUrl ?? "" },
});
