import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processIsAlive } from "./process-is-alive.ts";

/** One process's claim on a running server. */
export type ServerUse = {
  /** Gives the claim up. @returns true when no living process claims the server any more. */
  readonly end: () => Promise<boolean>;
};

/**
 * Claims the server of a data folder for this process.
 *
 * Processes that share a folder share its server, and the last one to leave stops it. A claim of a process that
 * is gone counts for nothing; if its id was reused meanwhile the server stays up and the next start adopts it.
 */
export async function useServer(dataDir: string): Promise<ServerUse> {
  const folder = join(dataDir, "ashlar.users");
  const mine = `${process.pid}-${randomBytes(4).toString("hex")}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, mine), "");
  return {
    end: async () => {
      await rm(join(folder, mine), { force: true });
      const claims = await readdir(folder).catch(() => []);
      const isLive = await Promise.all(
        claims.map(async (claim) => {
          if (processIsAlive(Number.parseInt(claim, 10))) return true;
          await rm(join(folder, claim), { force: true });
          return false;
        }),
      );
      return !isLive.includes(true);
    },
  };
}
