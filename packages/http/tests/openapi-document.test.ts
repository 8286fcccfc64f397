import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { contract } from "@ashlar/contracts";
import { noPolicies } from "@ashlar/rpc";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiDocument } from "../src/openapi/open-api-document.ts";
import { operationsOf } from "../src/rest/operation.ts";
import { boundWithoutHandlers } from "./library/bound-without-handlers.ts";
import { libraryContract } from "./library/library-contract.ts";

const run = promisify(execFile);
const bin = (name: string): string => join(import.meta.dirname, "../node_modules/.bin", name);

/** The product's contract and the tests' own: the linters see every rule of both. */
const documents = { product: contract, library: libraryContract };
const operations = Object.fromEntries(
  Object.entries(documents).map(([name, tree]) => [
    name,
    operationsOf(boundWithoutHandlers(tree, noPolicies)),
  ]),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ashlar-openapi-"));
  for (const [name, listed] of Object.entries(operations)) {
    const document = openApiDocument({ operations: listed, base: "/api/v1", cookieName: "session" });
    await writeFile(join(folder, `${name}.json`), JSON.stringify(document, null, 2));
  }
  // A fixed path is matched before a parameter, so `/books/newest` and `/books/{id}` are told apart.
  await writeFile(
    join(folder, "redocly.yaml"),
    "extends: [recommended]\nrules:\n  no-ambiguous-paths: off\ntelemetry: off\n",
  );
  await writeFile(join(folder, "spectral.yaml"), 'extends: ["spectral:oas"]\n');
});
afterAll(() => rm(folder, { recursive: true }));

const files = Object.keys(documents).map((name) => `${name}.json`);

test.each(files)("%s is clean under Redocly's recommended rules", { timeout: 120_000 }, async (file) => {
  const environment = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const args = ["lint", file, "--config", "redocly.yaml", "--format", "json"];
  const { stdout } = await run(bin("redocly"), args, { cwd: folder, env: environment }).catch((error) => error);
  const { totals, problems } = JSON.parse(stdout);
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ errors: 0, warnings: 0 });
});

test("is clean under Spectral's OpenAPI rules", { timeout: 120_000 }, async () => {
  const args = ["lint", ...files, "--ruleset", "spectral.yaml", "--format", "json", "--quiet"];
  const { stdout } = await run(bin("spectral"), args, { cwd: folder }).catch((error) => error);
  expect(JSON.parse(stdout)).toEqual([]);
});
