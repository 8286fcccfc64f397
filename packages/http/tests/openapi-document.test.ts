import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { contract } from "@ashlar/contracts";
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
  Object.entries(documents).map(([name, tree]) => [name, operationsOf(boundWithoutHandlers(tree))]),
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
  const { stdout } = await run(bin("redocly"), args, { cwd: folder, env: environment }).catch(
    (error) => error,
  );
  const { totals, problems } = JSON.parse(stdout);
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ errors: 0, warnings: 0 });
});

test("is clean under Spectral's OpenAPI rules", { timeout: 120_000 }, async () => {
  const args = ["lint", ...files, "--ruleset", "spectral.yaml", "--format", "json", "--quiet"];
  const { stdout } = await run(bin("spectral"), args, { cwd: folder }).catch((error) => error);
  expect(JSON.parse(stdout)).toEqual([]);
});

test("names every operation by its procedure, and lists what it can answer", () => {
  const listed = operationsOf(boundWithoutHandlers(libraryContract));
  const document = openApiDocument({ operations: listed, base: "/api/v1", cookieName: "session" });
  const { paths, components } = Object(document);
  const create = paths["/books"].post;
  expect(create).toMatchObject({
    operationId: "books.create",
    tags: ["books"],
    security: [{ session: [] }, { bearer: [] }, { apiKey: [] }],
  });
  expect(Object.keys(create.responses)).toEqual([
    "201",
    "400",
    "401",
    "403",
    "409",
    "413",
    "415",
    "422",
    "429",
    "500",
    "503",
  ]);
  expect(create.responses[403]).toEqual({ $ref: "#/components/responses/ForbiddenOrOriginRefused" });
  expect(create.responses[201].headers).toHaveProperty("Location");
  expect(paths["/books/{id}"].get.security[0]).toEqual({});
  expect(Object.keys(paths["/books/{id}"].get.responses)).toEqual([
    "200",
    "304",
    "400",
    "404",
    "422",
    "429",
    "500",
    "503",
  ]);
  const { content } = components.responses.TitleTaken;
  expect(Object.keys(content)).toEqual(["application/json", "application/problem+json"]);
});

test("documents where each field of an input travels, and which may be left out", () => {
  const listed = operationsOf(boundWithoutHandlers(libraryContract));
  const { paths, components } = Object(openApiDocument({ operations: listed, base: "/", cookieName: "s" }));
  expect(paths["/books"].get.parameters).toMatchObject([
    { name: "page", in: "query", required: false },
    { name: "limit", required: false, schema: { type: "integer", minimum: 1, maximum: 100, default: 20 } },
    { name: "cursor", required: false },
    { name: "sort", required: false, schema: { enum: ["addedAt", "title"] } },
    { name: "order", required: false },
    { name: "filter", required: false, style: "deepObject", explode: true },
    { name: "include", required: false, style: "form", explode: false },
    { name: "q", required: false },
  ]);
  expect(components.schemas.BooksCreateBody).toMatchObject({
    required: ["title", "pages"],
    additionalProperties: false,
    properties: { addedAt: { type: "string", format: "date-time" } },
  });
  expect(components.schemas.BooksUpdateBody).toMatchObject({ required: [], properties: { title: {} } });
});

test("names each schema of the contract once and refers to it everywhere else", () => {
  const listed = operationsOf(boundWithoutHandlers(libraryContract));
  const document = openApiDocument({ operations: listed, base: "/", cookieName: "s" });
  const text = JSON.stringify(document);
  expect(text.match(/"addedAt":\{"type":"string"/g)).toHaveLength(2);
  expect(text.match(/#\/components\/schemas\/Book"/g)?.length).toBeGreaterThan(4);
  expect(text).not.toMatch(/\$defs|__schema/);
});

test("tells the format of a text that is put through another check", () => {
  const listed = operationsOf(boundWithoutHandlers(contract));
  const { components } = Object(openApiDocument({ operations: listed, base: "/", cookieName: "s" }));
  expect(components.schemas.AuthRegisterBody.properties.email).toEqual({
    type: "string",
    minLength: 1,
    maxLength: 254,
    format: "email",
  });
});
