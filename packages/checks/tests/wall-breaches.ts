/** A file that breaks walls, and every rule it breaks. A cycle is reported once, at the first of its files. */
export type Breach = { readonly file: string; readonly text: string; readonly breaks: readonly string[] };

const posts = "packages/modules/posts/src";
const identity = "packages/modules/identity/src";

/** What lies on the right side of every wall, tests included; the cruiser has to say nothing about it. */
export const lawfulFiles: Readonly<Record<string, string>> = {
  "packages/kernel/src/index.ts": `export const now = 0;\n`,
  "packages/kernel/src/request-scope.ts": `import "node:async_hooks";\n`,
  "packages/kernel/src/now.test.ts": `import "vitest";\nimport "./index.ts";\n`,
  "packages/contracts/src/index.ts": `import "zod";\nimport type {} from "@trpc/server";\nexport const contract = 0;\n`,
  "packages/client/src/index.ts": `import "@ashlar/contracts";\nimport "@trpc/client";\nexport const client = 0;\n`,
  "packages/database/src/index.ts": `import "@ashlar/kernel";\nimport "drizzle-orm";\nexport const open = 0;\n`,
  "packages/database/src/inner.ts": `export const inner = 0;\n`,
  "packages/testing/src/index.ts": `import "@ashlar/database";\nexport const testDatabase = 0;\n`,
  "packages/backend/src/index.ts": `import "@ashlar/posts";\nimport "@ashlar/identity";\nexport const compose = 0;\n`,
  "apps/payments/src/index.ts": `import "@ashlar/database";\nexport const start = 0;\n`,
  "apps/server/src/index.ts": `import "@ashlar/backend";\nimport "@ashlar/payments";\nexport const server = 0;\n`,
  [`${identity}/index.ts`]: `export const identity = 0;\n`,
  [`${identity}/infrastructure/tables.ts`]: `import "drizzle-orm";\n`,
  [`${identity}/shared/ports.ts`]: `import "@ashlar/kernel";\n`,
  [`${identity}/tokens/refresh-tokens.ts`]: `import "../shared/ports.ts";\nimport "@ashlar/kernel";\n`,
  [`${identity}/tokens/token-handlers.ts`]: `import "./refresh-tokens.ts";\nimport "@ashlar/contracts";\n`,
  [`${identity}/tokens/infrastructure/postgres-token-writer.ts`]: `import "../refresh-tokens.ts";\nimport "../../infrastructure/tables.ts";\nimport "drizzle-orm";\n`,
  [`${identity}/tokens/refresh-tokens.test.ts`]: `import "vitest";\nimport "./refresh-tokens.ts";\n`,
  [`${posts}/index.ts`]: `import "./api/router.ts";\nimport "./infrastructure/reader.ts";\n`,
  "packages/contracts/src/vocabulary.ts": `import "zod";\nexport const roles = 0;\n`,
  [`${posts}/domain/post.ts`]: `import "@ashlar/kernel";\nimport "@ashlar/contracts/vocabulary";\n`,
  [`${posts}/domain/post.test.ts`]: `import "vitest";\nimport "./post.ts";\n`,
  [`${posts}/application/ports.ts`]: `import "../domain/post.ts";\nimport "@ashlar/kernel";\n`,
  [`${posts}/infrastructure/reader.ts`]: `import "../application/ports.ts";\nimport "drizzle-orm";\nimport "@ashlar/database";\n`,
  [`${posts}/api/router.ts`]: `import "../application/ports.ts";\nimport "@ashlar/contracts";\n`,
  "packages/modules/posts/tests/posts.rpc.test.ts": `import "@ashlar/backend";\nimport "@ashlar/payments";\nimport "@ashlar/testing";\nimport "../src/domain/post.ts";\n`,
};

/** One breach per rule, or more where a rule has more than one way round it. */
export const breaches: readonly Breach[] = [
  { file: `${posts}/domain/b1.ts`, text: `import "node:crypto";`, breaks: ["domain-is-pure"] },
  { file: `${posts}/domain/b2.ts`, text: `import "zod";`, breaks: ["domain-is-pure"] },
  {
    file: `${posts}/domain/b3.ts`,
    text: `import type {} from "@ashlar/contracts";`,
    breaks: ["domain-is-pure"],
  },
  {
    file: "packages/contracts/src/vocabulary-file.ts",
    text: `import "node:fs";`,
    breaks: ["contracts-never-see-server"],
  },
  { file: `${posts}/domain/b4.ts`, text: `import "../application/ports.ts";`, breaks: ["domain-is-pure"] },
  { file: `${posts}/application/b1.ts`, text: `import "drizzle-orm";`, breaks: ["application-sees-domain"] },
  {
    file: `${posts}/application/b2.ts`,
    text: `import "../infrastructure/reader.ts";`,
    breaks: ["application-sees-domain"],
  },
  {
    file: `${posts}/application/b3.ts`,
    text: `import "../api/router.ts";`,
    breaks: ["application-sees-domain"],
  },
  {
    file: `${posts}/application/b4.ts`,
    text: `import "@ashlar/database";`,
    breaks: ["application-sees-domain"],
  },
  {
    file: `${posts}/infrastructure/b1.ts`,
    text: `import "../api/router.ts";`,
    breaks: ["infrastructure-never-sees-api"],
  },
  {
    file: `${posts}/api/b1.ts`,
    text: `import "../infrastructure/reader.ts";`,
    breaks: ["api-never-sees-infrastructure"],
  },
  { file: `${identity}/tokens/b1.ts`, text: `import "drizzle-orm";`, breaks: ["application-sees-domain"] },
  {
    file: `${identity}/tokens/b2.ts`,
    text: `import "./infrastructure/postgres-token-writer.ts";`,
    breaks: ["application-sees-domain"],
  },
  {
    file: `${identity}/tokens/b3.ts`,
    text: `import "./token-handlers.ts";`,
    breaks: ["application-sees-domain"],
  },
  {
    file: `${identity}/tokens/b4.ts`,
    text: `import "../index.ts";`,
    breaks: ["application-sees-domain", "layers-never-see-their-index"],
  },
  {
    file: `${identity}/tokens/b5-handlers.ts`,
    text: `import "./infrastructure/postgres-token-writer.ts";`,
    breaks: ["api-never-sees-infrastructure"],
  },
  {
    file: `${identity}/tokens/infrastructure/b6.ts`,
    text: `import "../token-handlers.ts";`,
    breaks: ["infrastructure-never-sees-api"],
  },
  { file: `${posts}/api/b2.ts`, text: `import "../index.ts";`, breaks: ["layers-never-see-their-index"] },
  {
    file: `${posts}/infrastructure/b2.ts`,
    text: `import type {} from "@ashlar/identity";`,
    breaks: ["module-never-sees-module"],
  },
  {
    file: "packages/modules/posts/tests/b.test.ts",
    text: `import "@ashlar/identity";`,
    breaks: ["module-never-sees-module"],
  },
  { file: "apps/server/src/b1.ts", text: `import "@ashlar/posts";`, breaks: ["only-backend-sees-modules"] },
  {
    file: "packages/testing/src/b1.ts",
    text: `import "@ashlar/posts";`,
    breaks: ["only-backend-sees-modules"],
  },
  {
    file: "packages/contracts/src/b1.ts",
    text: `import type {} from "@ashlar/kernel";`,
    breaks: ["contracts-never-see-server"],
  },
  { file: "packages/contracts/src/b2.ts", text: `import "node:fs";`, breaks: ["contracts-never-see-server"] },
  {
    file: "packages/contracts/src/b3.ts",
    text: `import "@trpc/server";`,
    breaks: ["contracts-take-only-types-of-trpc"],
  },
  {
    file: "packages/client/src/b1.ts",
    text: `import type {} from "@ashlar/kernel";`,
    breaks: ["client-never-sees-server"],
  },
  {
    file: "packages/client/src/b2.ts",
    text: `import type {} from "drizzle-orm";`,
    breaks: ["client-never-sees-server"],
  },
  {
    file: "packages/client/src/b3.ts",
    text: `import type {} from "node:http";`,
    breaks: ["client-never-sees-server"],
  },
  { file: "packages/kernel/src/b1.ts", text: `import "zod";`, breaks: ["kernel-stands-alone"] },
  {
    file: "packages/kernel/src/b2.ts",
    text: `import type {} from "@ashlar/contracts";`,
    breaks: ["kernel-stands-alone"],
  },
  {
    file: "packages/database/src/b1.ts",
    text: `import "@ashlar/server";`,
    breaks: ["packages-never-see-apps"],
  },
  {
    file: "packages/database/src/b1a.ts",
    text: `import "@ashlar/payments";`,
    breaks: ["payments-is-called-over-the-network"],
  },
  {
    file: "packages/database/src/b2.ts",
    text: `import "@ashlar/backend";`,
    breaks: ["only-apps-see-backend"],
  },
  {
    file: "packages/database/src/b3.ts",
    text: `import "@ashlar/testing";`,
    breaks: ["source-never-sees-tests"],
  },
  {
    file: "packages/backend/src/b1.ts",
    text: `import "../tests/b.test.ts";`,
    breaks: ["source-never-sees-tests"],
  },
  { file: "packages/backend/tests/b.test.ts", text: `import "vitest";`, breaks: [] },
  {
    file: "packages/backend/src/b2.ts",
    text: `import "../../database/src/inner.ts";`,
    breaks: ["packages-meet-at-the-root", "packages-are-imported-by-name"],
  },
  {
    file: "packages/backend/src/b3.ts",
    text: `import "../../database/src/index.ts";`,
    breaks: ["packages-are-imported-by-name"],
  },
  {
    file: "packages/backend/src/b4.ts",
    text: `import "@ashlar/database/src/inner.ts";`,
    breaks: ["imports-resolve"],
  },
  { file: "packages/backend/src/b5.ts", text: `import "not-in-package-json";`, breaks: ["imports-resolve"] },
  { file: "packages/backend/src/b6.ts", text: `import type {} from "./b7.ts";`, breaks: ["no-cycles"] },
  { file: "packages/backend/src/b7.ts", text: `import type {} from "./b6.ts";`, breaks: [] },
];
