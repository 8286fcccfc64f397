import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourceFiles } from "../src/source-files.ts";

const rootDir = join(import.meta.dirname, "../../..");
const files = sourceFiles(rootDir);

test.each(["docs/architecture.md", "docs/guides/extending.md"])(
  "every source file that %s names is there",
  (document) => {
    const text = readFileSync(join(rootDir, document), "utf8");
    const named = [...text.matchAll(/`([\w/.-]+\.ts)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
  },
);
