import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InvalidEnvironment } from "./env.ts";
import { requireUsableFolder } from "./usable-folder.ts";

test("makes the folder with those above it, and again", async () => {
  const root = await mkdtemp(join(tmpdir(), "ashlar-folder-"));
  const folder = join(root, "a", "b");
  await requireUsableFolder("DATA_DIR", folder);
  await requireUsableFolder("DATA_DIR", folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
  await writeFile(join(root, "file"), "");
  await expect(requireUsableFolder("DATA_DIR", join(root, "file", "x"))).rejects.toThrow("DATA_DIR leads to");
  await rm(root, { recursive: true });
});

test.skipIf(process.platform !== "linux").each(["/proc/x", "/proc/x/y", "/dev/null/x", "/sys/x"])(
  "refuses %s in the variable's name, and soon",
  async (folder) => {
    await expect(requireUsableFolder("DATA_DIR", folder)).rejects.toThrow(InvalidEnvironment);
  },
);
