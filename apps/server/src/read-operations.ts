import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";

const Operations = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1));

/**
 * Reads the GraphQL operations that may be run.
 *
 * @throws Error naming GRAPHQL_OPERATIONS when the file is not such an object, or a hash is not that of its text.
 */
export async function readOperations(file: string): Promise<ReadonlyMap<string, string>> {
  const refusal = (reason: string): Error => new Error(`GRAPHQL_OPERATIONS: ${file} ${reason}.`);
  const text = await readFile(file, "utf8").catch(() => {
    throw refusal("cannot be read");
  });
  const operations = Operations.safeParse(jsonOf(text));
  if (!operations.success) throw refusal("is no object of texts by their SHA-256 in hexadecimal");
  const entries = Object.entries(operations.data);
  const wrong = entries.find(([name, operation]) => hash("sha256", operation, "hex") !== name);
  if (wrong) throw refusal(`has a text whose SHA-256 is not ${wrong[0]}`);
  return new Map(entries);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
