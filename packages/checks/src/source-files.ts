import { globSync } from "node:fs";

const sources = ["{packages,apps}/**/*.{ts,tsx,mts,mjs}", "*.{ts,mjs}"];
const foreign = /(^|\/)(node_modules|dist|generated|fixtures|coverage|\.data)$/;

/** Lists the TypeScript and JavaScript files that people wrote, as sorted paths relative to `rootDir`. */
export const sourceFiles = (rootDir: string): string[] =>
  globSync(sources, { cwd: rootDir, exclude: (path) => foreign.test(path) }).sort();
