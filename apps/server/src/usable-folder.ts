import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { InvalidEnvironment } from "./env.ts";

/** Makes a folder that a variable names. @throws InvalidEnvironment naming the variable when it cannot be made or written. */
export async function requireUsableFolder(variable: string, folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new InvalidEnvironment(
      `${variable} leads to ${folder}, which cannot be made or written; give a folder that this user may write.`,
      { cause },
    );
  }
}

/** One by one: `recursive` never ends where the parent is there and the folder cannot be, as in /proc (Node 24). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    const parent = dirname(folder);
    const isParentMissing = code === "ENOENT" && !(await isThere(parent));
    if (!isParentMissing || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder);
  }
}

const isThere = (folder: string): Promise<boolean> =>
  access(folder).then(
    () => true,
    () => false,
  );
