import { mkdir, statfs } from "node:fs/promises";
import { type Finding, failed, ok, skipped } from "./finding.ts";

const leastNode = 24;
const leastFreeBytes = 2 ** 30;

/** Checks this machine: Node, and room for the embedded database and mails. */
export async function machineFindings(dataDir: string): Promise<readonly Finding[]> {
  const version = Number(process.versions.node.split(".")[0]);
  const node =
    version >= leastNode
      ? ok("node", `version ${process.versions.node}`)
      : failed("node", `version ${process.versions.node}`, `Run it by pnpm, which brings Node ${leastNode}.`);
  return [node, await diskFinding(dataDir)];
}

async function diskFinding(dataDir: string): Promise<Finding> {
  try {
    await mkdir(dataDir, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const gibibytes = (free / 2 ** 30).toFixed(1);
    if (free >= leastFreeBytes) return ok("disk", `${gibibytes} GiB free at ${dataDir}`);
    return failed("disk", `${gibibytes} GiB free at ${dataDir}`, "Make room, or move DATA_DIR.");
  } catch (error) {
    const code = String(Reflect.get(Object(error), "code") ?? error);
    return failed(
      "disk",
      `${dataDir} cannot be used (${code})`,
      "Give a folder that can be written in DATA_DIR.",
    );
  }
}

/** Checks whether a server answers at an address, and is ready. */
export async function serverFinding(origin: string): Promise<Finding> {
  try {
    const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    if (answer.ok) return ok("server", `${origin} is ready`);
    return failed(
      "server",
      `${origin} answers ${answer.status}`,
      "Read its log; docs/runbooks say what to do.",
    );
  } catch {
    return skipped("server", `none answers at ${origin}`);
  }
}
