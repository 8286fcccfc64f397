import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFiles } from "./source-files.ts";
import { sourceFindings } from "./source-findings.ts";

const rootDir = join(import.meta.dirname, "../../..");
const files = sourceFiles(rootDir);
const findings = files.flatMap((file) => sourceFindings(file, readFileSync(join(rootDir, file), "utf8")));

for (const { rule, file, line } of findings) console.error(`${file}:${line} ${rule}`);
if (files.length === 0) console.error("No source file found: the check itself is broken.");
console.log(`${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length > 0 || files.length === 0 ? 1 : 0;
