import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../../../..");
export const deployFolder = resolve(repository, "apps/server/deploy");

/** The text of a file of the deployment. */
export const deployed = (path: string): string => readFileSync(resolve(deployFolder, path), "utf8");

/** Files of a folder of the deployment whose name ends so, sorted. */
export const deployedFiles = (folder: string, ending: string): string[] =>
  readdirSync(resolve(deployFolder, folder))
    .filter((name) => name.endsWith(ending))
    .sort();
