import { delimiter } from "node:path";

/**
 * The environment for a child process: the path, the home with the package store, and these variables.
 *
 * The path is a person's: what the package manager has put before it for this repository is left out.
 */
export const environmentWith = (variables: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter),
  HOME: process.env.HOME ?? "",
  ...variables,
});
