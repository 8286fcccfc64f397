import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DCLinter } from "dclint";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readEnv } from "../../src/env.ts";
import { deployed, deployFolder, repository } from "./deploy-folder.ts";

const dockerfile = deployed("Dockerfile");
const Compose = z.object({
  services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.string()).optional() })),
});
const LintResults = z
  .array(z.object({ messages: z.array(z.looseObject({ type: z.string(), message: z.string() })) }))
  .min(1);
const compose = Compose.parse(parse(deployed("compose.yaml"), { merge: true }));

test("the Dockerfile is one that a builder takes, and its process is not root's", () => {
  expect(validate(dockerfile, { deprecatedMaintainer: 1 })).toEqual([]);
  const [, user] = /^USER (\S+)$/m.exec(dockerfile) ?? [];
  expect(user).toBe("node");
  expect(dockerfile.lastIndexOf("\nUSER ")).toBeLessThan(dockerfile.lastIndexOf("\nCMD "));
});

test("the image installs what the lock file says, for production alone", () => {
  expect(dockerfile).toMatch(/install --offline --frozen-lockfile --prod --filter-prod/);
  const ignored = deployed("Dockerfile.dockerignore").split("\n");
  for (const line of ["**", "**/.env", "**/.env.*", "**/tests", "**/node_modules", "**/.data"])
    expect(ignored).toContain(line);
});

test("the commands of the deployment are files that there are", () => {
  const texts = [dockerfile, deployed("compose.yaml"), deployed("kubernetes/migrate.yaml")].join("\n");
  const files = new Set(texts.match(/apps\/[a-z]+\/src\/[a-z-]+\.ts/g));
  expect(files.size).toBe(3);
  for (const file of files) expect(readFileSync(resolve(repository, file), "utf8")).not.toBe("");
});

test("the compose file follows the specification", () => {
  const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
  const results = LintResults.parse(linter.lintFiles([resolve(deployFolder, "compose.yaml")], false));
  const errors = results.flatMap(({ messages }) => messages.filter(({ type }) => type === "error"));
  expect(errors).toEqual([]);
});

test("compose gives every process a configuration that it starts with in production", () => {
  const filled = (text: string): string =>
    text
      .replace(/\$\{PUBLIC_URL[^}]*\}/, "https://api.example.org")
      .replace(/\$\{[A-Z_]+:-([^}]*)\}/g, "$1")
      .replace(/\$\{[A-Z_]+:\?[^}]*\}/g, "0123456789abcdef0123456789abcdef");
  for (const name of ["api", "worker", "migrate"]) {
    const written = compose.services[name]?.environment ?? {};
    const variables = Object.fromEntries(Object.entries(written).map(([key, value]) => [key, filled(value)]));
    expect(readEnv({ ...variables, NODE_ENV: "production" })).toMatchObject({
      isProduction: true,
      SEED_DEMO: false,
    });
  }
});
