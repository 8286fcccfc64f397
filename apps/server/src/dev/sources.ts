import { join, resolve, sep } from "node:path";
import { migrationsFolder } from "../migrations-folder.ts";

export const root = resolve(import.meta.dirname, "../../../..");

/** Where the server's sources and its migrations are. */
export const sourceFolders: readonly string[] = [
  join(root, "packages"),
  join(root, "apps", "server"),
  migrationsFolder,
];

/** Whether the server depends on this file when it starts; tests, and what an editor keeps beside the file, do not count. */
export function isSource(path: string): boolean {
  if (path.startsWith(migrationsFolder + sep)) return /\.(sql|json)$/.test(path);
  return (
    path.includes(`${sep}src${sep}`) &&
    /\.(tsx?|json|css|html)$/.test(path) &&
    !/\.test(-d)?\.tsx?$/.test(path)
  );
}
