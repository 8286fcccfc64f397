import { execFile } from "node:child_process";
import { glob, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definitionOf } from "./definition-of.ts";
import { type PackedProject, packedProject } from "./packed-project.ts";
import { scriptedServer } from "./scripted-server.ts";

const tsc = join(import.meta.dirname, "../../../node_modules/.bin/tsc");
const run = promisify(execFile);

const use = `
import { createClient, type ProtocolFailure, type RouterInputs, safe } from "@ashlar/client";

const client = createClient({ url: process.argv[2] ?? "http://localhost:3000", token: "t" });
const input: RouterInputs["posts"]["get"] = { id: "p-1" };
const [post, error] = await safe(client.posts.get.query(input));
if (post) {
  const createdAt: Date = post.createdAt;
  console.log(createdAt.toISOString());
}
const failure = error?.data?.failure;
switch (failure?.code) {
  case "POST_NOT_FOUND":
    console.log(failure.details.postId);
    break;
  case undefined:
  case "VALIDATION_FAILED":
  case "UNAUTHENTICATED":
  case "FORBIDDEN":
  case "RATE_LIMITED":
  case "OVERLOADED":
  case "INTERNAL":
    break;
  default: {
    const other: ProtocolFailure | undefined = failure;
    console.log(other?.code);
  }
}
// @ts-expect-error: no list of posts is sorted by its text
export const refused: RouterInputs["posts"]["list"] = { sort: "body" };
declare const process: { readonly argv: readonly string[] };
`;

let project: PackedProject;

beforeAll(async () => {
  project = await packedProject();
  await project.write("use.ts", use);
}, 180_000);
afterAll(() => project[Symbol.asyncDispose]());

const ours = async (pattern: string): Promise<string[]> => {
  const files = await Array.fromAsync(glob(`node_modules/@ashlar/*/${pattern}`, { cwd: project.dir }));
  return files.map((file) => join(project.dir, file));
};

/** Files with an error in the eyes of a strict project that looks into its libraries, too. */
async function filesInError(module: string, moduleResolution: string): Promise<string[]> {
  const compilerOptions = {
    ...{ target: "es2022", lib: ["es2024", "dom", "dom.iterable"], module, moduleResolution, types: [] },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ skipLibCheck: false, noEmit: true },
  };
  await project.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["use.ts"] }));
  const outcome = await run(tsc, ["-p", ".", "--pretty", "false"], { cwd: project.dir }).catch(
    (failed: { stdout: string }) => failed,
  );
  return [...outcome.stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file ?? "");
}

test.each([
  ["nodenext", "nodenext"],
  ["preserve", "bundler"],
])("a strict project under %s finds no error in a file of ours", async (module, resolution) => {
  const files = await filesInError(module, resolution);
  expect(files.filter((file) => !file.startsWith("node_modules/@trpc/"))).toEqual([]);
  // The check is alive: the transport's own declarations do have errors where Node's types are missing.
  expect(files).not.toEqual([]);
});

test("no declaration of ours speaks of the server", async () => {
  const declarations = await ours("dist/**/*.d.ts");
  expect(declarations.length).toBeGreaterThan(20);
  for (const file of declarations) {
    const text = (await readFile(file, "utf8")).replace(/\/\*[\s\S]*?\*\//g, "");
    expect
      .soft(text, file)
      .not.toMatch(/drizzle|lucia|postgres|hono\b|NodeJS\.|\bBuffer\b|["']node:|@types\/node/i);
  }
});

test("what the packed code imports, its manifest declares", async () => {
  for (const name of ["client", "contracts"]) {
    const root = join(project.dir, "node_modules/@ashlar", name);
    const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(String(version)))).toBe(
      true,
    );
    const files = (await ours("dist/**/*.{js,d.ts}")).filter((file) => file.startsWith(root));
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    const imported = texts.flatMap((text) => [
      ...text.matchAll(/(?:from |import\()"((?:@[^/"]+\/)?[^./"][^/"]*)/g),
    ]);
    const names = new Set(imported.map(([, specifier]) => specifier));
    expect([...names].filter((specifier) => !Object.hasOwn(dependencies, specifier ?? ""))).toEqual([]);
    expect(names.size).toBeGreaterThan(1);
  }
});

test("no test and no tool travels with the packages", async () => {
  const files = (await ours("**/*")).map((file) => relative(project.dir, file));
  expect(files.filter((file) => /\.test|test-d|tsconfig|\/tests\//.test(file))).toEqual([]);
});

test("an editor goes from a call to the entry of the contract", async () => {
  await filesInError("nodenext", "nodenext");
  const place = await definitionOf(tsc, project.dir, "use.ts", "client.posts.get");
  expect(place.file).toMatch(/node_modules\/@ashlar\/contracts\/src\/entries\/posts\.ts$/);
  expect(place.line).toBe('get: query("GET /posts/{id}", {');
});

test("the packed client calls a server", async () => {
  const post = { id: "p-1", createdAt: new Date("2026-01-02T03:04:05.678Z") };
  await using server = await scriptedServer({
    "posts.get": (attempt) =>
      attempt === 1
        ? { data: post }
        : { status: 404, failure: { code: "POST_NOT_FOUND", details: { postId: "p-1" } } },
  });
  const call = async () => (await run(process.execPath, ["use.ts", server.url], { cwd: project.dir })).stdout;
  expect(await call()).toBe("2026-01-02T03:04:05.678Z\n");
  expect(await call()).toBe("p-1\n");
});

/** What a page that has this module loads, as one text. */
async function bundleOf(text: string): Promise<string> {
  await project.write("page.js", text);
  const output = await build({
    root: project.dir,
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: true, rollupOptions: { input: join(project.dir, "page.js") } },
  });
  return [output]
    .flat()
    .flatMap((bundle) => ("output" in bundle ? bundle.output : []))
    .map((chunk) => (chunk.type === "chunk" ? chunk.code : ""))
    .join("");
}

test("a page carries the client in at most 16 KB compressed, and nothing of zod", async () => {
  const code = await bundleOf(
    'import { createClient } from "@ashlar/client";\nglobalThis.client = createClient({ url: location.origin });\n',
  );
  expect(code).toContain("subscription");
  expect(code).not.toMatch(/ZodError|\$ZodType|drizzle/);
  const sizes = { minifiedBytes: Buffer.byteLength(code), compressedBytes: gzipSync(code).length };
  expect(sizes.compressedBytes, JSON.stringify(sizes)).toBeLessThan(16_000);
});

test.each([
  ["posts", "posts.create.input"],
  ["products", "products.create.input"],
  ["users", "users.settings.update.input"],
])(
  "a form takes the schema of one module of the contract: %s, at most 6 KB compressed beyond zod",
  async (name, schema) => {
    const folder = `import { z } from "zod";\nglobalThis.form = z.object({ a: z.string().min(1).max(2).regex(/a/), b: z.int().min(1), c: z.array(z.enum(["x"])), d: z.date(), e: z.email(), f: z.uuid(), g: z.literal("a"), h: z.boolean().default(true), i: z.strictObject({}).prefault({}), j: z.string().trim().toLowerCase().pipe(z.email()).nullable().optional(), k: z.union([z.string(), z.int()]), l: z.record(z.string(), z.string()), m: z.string().refine(() => true), n: z.string().transform(String) }).meta({ id: "x" });\n`;
    const floor = gzipSync(await bundleOf(folder)).length;
    const code = await bundleOf(
      `import { ${name} } from "@ashlar/contracts/${name}";\nglobalThis.form = ${schema};\n`,
    );
    expect(code).not.toContain("trpc");
    const beyond = gzipSync(code).length - floor;
    expect(beyond).toBeLessThan(6_000);
  },
);
