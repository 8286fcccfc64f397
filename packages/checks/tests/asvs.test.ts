import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "docs/security/asvs.md"), "utf8");

/** `http/` = `packages/http/tests/`, as the document's head says. */
const shortNames = new Map(
  [...text.matchAll(/`(\w+\/)` = `([\w/]+\/)`/g)].map(([, short = "", long = ""]) => [short, long]),
);

test("every test that the security document names is there", () => {
  const named = [...text.matchAll(/`((?:\w+)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  const paths = named.filter((path) => !shortNames.has(path)).map(whole);
  expect(paths.length).toBeGreaterThan(100);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

function whole(path: string): string {
  const short = path.slice(0, path.indexOf("/") + 1);
  return `${shortNames.get(short) ?? short}${path.slice(short.length)}`;
}
