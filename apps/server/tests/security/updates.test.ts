import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../deploy/deploy-folder.ts";
import { lockedPackages } from "./locked-packages.ts";

const read = (path: string): string => readFileSync(resolve(repository, path), "utf8");
const sections = read("docs/security/updates.md").split("\n## ");

/** What stands in the first column of a section's table. */
const firstCells = (title: string): string[] => {
  const section = sections.find((text) => text.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(.+?)`/g)].map(([, name = ""]) => name),
  );
};

test("an advisory that is not looked at has its reason, and no reason outlives its advisory", () => {
  const Workspace = z.object({ audit: z.object({ ignore: z.array(z.string()) }).default({ ignore: [] }) });
  const { audit } = Workspace.parse(parse(read("pnpm-workspace.yaml")));
  expect(firstCells("Accepted").sort()).toEqual([...audit.ignore].sort());
});

test("the dependencies that are riskier than others are ones that the server has", () => {
  const names = firstCells("Riskier than others");
  const locked = [...lockedPackages("apps/server", true)];
  expect(names).toContain("lucia");
  const isLocked = (name: string) =>
    locked.some((one) => one.startsWith(name.endsWith("*") ? name.slice(0, -1) : `${name}@`));
  expect(names.filter((name) => !isLocked(name))).toEqual([]);
});
