import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/**
 * Watches folders and all that is below them, `node_modules` and hidden folders apart.
 *
 * A watcher per folder, as `recursive` watches each file on Linux and loses one that an editor saves by renaming.
 *
 * @param onChange - Takes the absolute path of what was written, made, renamed or removed.
 * @returns Stops watching.
 */
export function watchFolders(roots: readonly string[], onChange: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    if (watchers.has(folder)) return;
    const entries = foldersIn(folder);
    if (entries === null) return;
    const watcher = watch(folder, (_event, name) => {
      if (!existsSync(folder)) forget(folder);
      if (name === null) return;
      if (isWatched(name)) add(join(folder, name));
      onChange(join(folder, name));
    });
    watcher.on("error", () => forget(folder));
    watchers.set(folder, watcher);
    for (const name of entries.filter(isWatched)) add(join(folder, name));
  };
  for (const root of roots) add(root);
  return () => {
    for (const folder of [...watchers.keys()]) forget(folder);
  };
}

const isWatched = (name: string): boolean => name !== "node_modules" && !name.startsWith(".");

/** Null when it is no folder, or none any more. */
function foldersIn(folder: string): string[] | null {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return null;
  }
}
