import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../deploy/deploy-folder.ts";

const edges = <Version extends z.ZodType<string>>(version: Version) => {
  const versions = z.record(z.string(), version).default({});
  return z.object({ dependencies: versions, optionalDependencies: versions });
};
const LockFile = z.object({
  /** The projects of the workspace, by folder. */
  importers: z.record(
    z.string(),
    edges(z.object({ version: z.string() }).transform(({ version }) => version)),
  ),
  /** Packages, by name, version and the peers that they got. */
  snapshots: z.record(z.string(), edges(z.string())),
});

/**
 * Follows the lock file from a project to all that it needs to run, the projects of the workspace in between included.
 *
 * @param withOptional - Also what only some machines get.
 * @returns Packages of the registry, each as `name@version`.
 */
export function lockedPackages(project: string, withOptional: boolean): ReadonlySet<string> {
  const lock = LockFile.parse(parse(readFileSync(resolve(repository, "pnpm-lock.yaml"), "utf8")));
  const seen = new Set<string>();
  const waiting = [{ folder: project, node: lock.importers[project] }];
  for (const { folder, node } of waiting) {
    const needed = { ...node?.dependencies, ...(withOptional && node?.optionalDependencies) };
    for (const [name, version] of Object.entries(needed)) {
      const linked = version.startsWith("link:") ? join(folder, version.slice("link:".length)) : null;
      const key = linked ?? `${name}@${version}`;
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ folder: linked ?? "", node: linked ? lock.importers[linked] : lock.snapshots[key] });
    }
  }
  return new Set([...seen].filter((key) => key in lock.snapshots).map((key) => key.replace(/\(.*$/, "")));
}
