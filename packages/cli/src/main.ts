#!/usr/bin/env node
import { defineCommand, runMain } from "citty";
import { backup } from "./commands/backup.ts";
import { contract } from "./commands/contract.ts";
import { restore } from "./commands/restore.ts";

const ashlar = defineCommand({
  meta: { name: "ashlar", description: "Looks after the backend from the command line" },
  subCommands: { contract, backup, restore },
});

await runMain(ashlar);
