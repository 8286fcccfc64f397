import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import packageJson from "../../../../package.json" with { type: "json" };
import { repository } from "../deploy/deploy-folder.ts";
import { lockedPackages } from "./locked-packages.ts";

const Component = z.object({
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(z.object({ license: z.object({ id: z.string() }).optional() })).default([]),
  externalReferences: z
    .array(z.object({ hashes: z.array(z.object({ alg: z.string() })).default([]) }))
    .default([]),
});
const Inventory = z.object({ bomFormat: z.literal("CycloneDX"), components: z.array(Component) });

/** Licences that ask for no more than to be named. */
const permissive = [
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
];

test("the inventory names what the server runs, each with its version, a permissive licence and its hash", async () => {
  const [, ...command] = packageJson.scripts.inventory.split(" ");
  const options = { cwd: repository, maxBuffer: 16 * 1_024 * 1_024 };
  const { stdout } = await promisify(execFile)("npx", ["--yes", "pnpm@12", ...command], options);
  const { components } = Inventory.parse(JSON.parse(stdout));
  const packages = components.filter(({ group }) => group !== "@ashlar");
  const nameOf = ({ group, name, version }: (typeof packages)[number]) =>
    `${group === undefined ? "" : `${group}/`}${name}@${version}`;
  const names = new Set(packages.map(nameOf));

  const needed = [...lockedPackages("apps/server", false)];
  const possible = lockedPackages("apps/server", true);
  for (const name of ["hono", "postgres", "lucia"])
    expect(needed.join(" ")).toMatch(new RegExp(`(^| )${name}@`));
  expect(needed.filter((name) => !names.has(name))).toEqual([]);
  expect([...names].filter((name) => !possible.has(name))).toEqual([]);

  const isPermissive = ({ licenses }: (typeof packages)[number]) =>
    licenses.some(({ license }) => license !== undefined && permissive.includes(license.id));
  expect(packages.filter((one) => !isPermissive(one)).map(nameOf)).toEqual([]);
  const isHashed = ({ externalReferences }: (typeof packages)[number]) =>
    externalReferences.some(({ hashes }) => hashes.some(({ alg }) => alg === "SHA-512"));
  expect(packages.filter((one) => !isHashed(one)).map(nameOf)).toEqual([]);
});
