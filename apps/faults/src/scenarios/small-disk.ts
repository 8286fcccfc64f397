import { execFile } from "node:child_process";
import { chmod, mkdtemp, open, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A disk of its own, which can be filled. */
export type SmallDisk = AsyncDisposable & {
  readonly folder: string;
  /** Leaves no byte free. */
  readonly fill: () => Promise<void>;
  readonly clear: () => Promise<void>;
};

/** Why there can be no such disk here; null where there can. */
export const smallDiskIsMissing = async (): Promise<string | null> =>
  process.platform === "linux" && process.getuid?.() === 0 ? null : "mounting a disk takes root on Linux";

/** Mounts a small file system in memory. @param bytes - What it holds at most. */
export async function smallDisk(bytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "ashlar-disk-"));
  await execute("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=0755`, "tmpfs", folder]);
  await chmod(folder, 0o755);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill: async () => {
      await using file = await open(ballast, "w");
      const block = Buffer.alloc(262_144, 1);
      const isFull = async (): Promise<boolean> => (await statfs(folder)).bavail === 0;
      while (!(await isFull())) {
        const isWritten = await file.write(block).then(
          () => true,
          () => false,
        );
        if (!isWritten) return;
      }
    },
    clear: () => rm(ballast, { force: true }),
    [Symbol.asyncDispose]: async () => {
      await execute("umount", ["-l", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
