#!/usr/bin/env node
import { defineCommand, runMain } from "citty";
import { contract } from "./commands/contract.ts";

const ashlar = defineCommand({
  meta: { name: "ashlar", description: "Looks after the backend from the command line" },
  subCommands: { contract },
});

await runMain(ashlar);
