import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../../docs/decisions");
const records = readdirSync(folder).filter((file) => file !== "README.md");
const index = readFileSync(join(folder, "README.md"), "utf8");

test.each(records)("%s has the form of a record, and its line in the index", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const number = file.slice(0, 3);
  const [, title] = new RegExp(`^# ${number} · (.+)\n`).exec(text) ?? [];
  expect(title).toBeDefined();
  const parts = [...text.matchAll(/^## (.+)$/gm)].map(([, part]) => part);
  expect(parts).toEqual(expect.arrayContaining(["Context", "Decision", "Consequences"]));
  expect(index).toContain(`- [${number}](${file}) ${title}\n`);
});

test("the index names no record twice, and none that is not there", () => {
  const named = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file);
  expect(named.toSorted()).toEqual(records.toSorted());
});
