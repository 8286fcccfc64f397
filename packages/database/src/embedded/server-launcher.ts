import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { closedFolder, type ServerAccount } from "./server-account.ts";

/** Starts the server's programs as the user that owns the data folder. */
export type ServerLauncher = {
  readonly account: ServerAccount;
  /** Runs a program to its end. @throws Error with what it printed when it fails. */
  readonly run: (program: string, parameters: readonly string[]) => Promise<void>;
  /** Starts a program that outlives this process and is not reached by its Ctrl-C. */
  readonly start: (program: string, parameters: readonly string[], logFd: number) => ChildProcess;
};

const execute = promisify(execFile);
const setpriv = "/usr/bin/setpriv";
// PG* variables and the locale of the shell must not reach the server.
const environment = process.platform === "win32" ? {} : { env: { LC_ALL: "C", PATH: "/usr/bin:/bin" } };

/**
 * Decides how to start programs as `account`.
 *
 * Under root a folder on the way (a clone in `/root`, say) may be closed to that user. Then the programs start
 * with the one capability that passes folder permissions, and nothing else of root.
 *
 * @throws Error naming the closed folder when the machine cannot do that.
 */
export async function serverLauncher(
  account: ServerAccount,
  dataDir: string,
  binary: string,
): Promise<ServerLauncher> {
  if (!account) return launcherOf(null, [], {});
  const { name, uid, gid } = account;
  const closed = (await closedFolder(dirname(dataDir), account)) ?? (await closedFolder(binary, account));
  if (!closed) return launcherOf(account, [], { uid, gid });
  // access(2) drops capabilities of a process that changed its user, unless no_setuid_fixup says otherwise.
  const prefix = [setpriv, `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  prefix.push(
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
  );
  const [command = setpriv, ...rest] = prefix;
  const works =
    existsSync(setpriv) &&
    (await execute(command, [...rest, binary, "--version"]).then(
      () => true,
      () => false,
    ));
  if (works) return launcherOf(account, prefix, {});
  throw new Error(
    `PostgreSQL does not run as root, and the user ${name} it runs as cannot enter ${closed}. Move the project, set DATA_DIR to a folder that ${name} can reach, or start as another user.`,
  );
}

function launcherOf(
  account: ServerAccount,
  prefix: readonly string[],
  identity: { readonly uid?: number; readonly gid?: number },
): ServerLauncher {
  const options = { ...identity, ...environment, cwd: "/", windowsHide: true };
  const split = (program: string, parameters: readonly string[]): [string, string[]] => {
    const [command = program, ...rest] = [...prefix, program, ...parameters];
    return [command, rest];
  };
  return {
    account,
    run: async (program, parameters) => {
      await execute(...split(program, parameters), options).catch(
        (error: Error & { readonly stderr?: string }) => {
          throw new Error(error.stderr?.trim() || error.message, { cause: error });
        },
      );
    },
    start: (program, parameters, logFd) =>
      spawn(...split(program, parameters), { ...options, detached: true, stdio: ["ignore", logFd, logFd] }),
  };
}
