import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { schemaText } from "@ashlar/graphql";
import { procedures } from "../call/procedures.ts";

/** The GraphQL schema of the contract as it stands in the code. */
const currentText = (): string => schemaText([...procedures].map(([path, entry]) => ({ path, entry })));

/** It lies beside the lock, for clients that generate code from it. */
const fileBeside = (lock: string): string => join(dirname(lock), "schema.graphql");

/** Writes the schema. @returns its file. */
export function writeSchema(lock: string): string {
  const file = fileBeside(lock);
  writeFileSync(file, currentText());
  return file;
}

/** Why the committed schema is not the contract's; null where it is. */
export function schemaProblem(lock: string): string | null {
  const file = fileBeside(lock);
  if (!existsSync(file)) return `There is no ${file}.`;
  return readFileSync(file, "utf8") === currentText() ? null : `${file} is not the schema of the contract.`;
}
