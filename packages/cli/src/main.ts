#!/usr/bin/env node
import { didYouMean, WrongUse } from "./wrong-use.ts";

type Command = { readonly about: string; readonly load: () => Promise<object> };

/** Each is loaded when it is run, so that a call does not wait for what a backup needs. */
const commands: Readonly<Record<string, Command>> = {
  call: {
    about: "Calls a procedure of the contract",
    load: async () => (await import("./commands/call.ts")).call,
  },
  login: {
    about: "Signs in to a server and keeps the token",
    load: async () => (await import("./commands/login.ts")).login,
  },
  logout: {
    about: "Ends the session of `ashlar login`",
    load: async () => (await import("./commands/logout.ts")).logout,
  },
  contract: {
    about: "Compares the contract with its lock: check, accept, diff",
    load: async () => (await import("./commands/contract.ts")).contract,
  },
  authz: {
    about: "Shows and explains who may call what: matrix, why, diff",
    load: async () => (await import("./commands/authz.ts")).authz,
  },
  doctor: {
    about: "Checks the machine, the database and the services that are configured",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  backup: {
    about: "Writes the whole database into a file, beside running traffic",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  restore: {
    about: "Fills an empty database from a backup",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  completion: {
    about: "Prints the completion script of bash, zsh, fish or powershell",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
};

/** For the scripts of `completion` alone. */
const complete: Command = {
  about: "",
  load: async () => (await import("./commands/completion.ts")).complete,
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`);
  return `Usage: ashlar <command>\n\nCommands:\n${lines.join("\n")}\n\nMore: ashlar <command> --help`;
}

/** Exit codes: 0 done, 1 failed, 2 used wrongly. */
async function main([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined) throw new WrongUse(usage());
  if (name === "--help" || name === "-h") return console.log(usage());
  const command = name === "complete" ? complete : Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new WrongUse(`There is no command ${name}.${didYouMean(name, Object.keys(commands))}`);
  const [{ defineCommand, runCommand, runMain }, loaded] = await Promise.all([
    import("citty"),
    command.load(),
  ]);
  const ashlar = defineCommand({ meta: { name: "ashlar" }, subCommands: { [name]: loaded } });
  const rawArgs = [name, ...rest];
  // A call makes its help from the contract.
  const hasOwnHelp = name === "call" || name === "complete";
  const wantsHelp = rest.includes("--help") || rest.includes("-h");
  if (wantsHelp && !hasOwnHelp) return runMain(ashlar, { rawArgs });
  await runCommand(ashlar, { rawArgs });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // citty's own errors are about the words on the command line; their class is not exported.
  const isWrongUse = error instanceof WrongUse || (error instanceof Error && error.name === "CLIError");
  console.error(error instanceof Error ? error.message : String(error));
  if (isWrongUse) console.error("See `ashlar --help`.");
  process.exitCode = isWrongUse ? 2 : 1;
}
