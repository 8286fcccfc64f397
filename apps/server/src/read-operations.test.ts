import { hash } from "node:crypto";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readOperations } from "./read-operations.ts";

const text = "{ authSession { sessionId } }";
const name = hash("sha256", text, "hex");

test("reads operations by their hashes, and refuses any other file by the variable's name", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "operations-"));
  const file = join(folder.path, "operations.json");
  const read = (content: string) => {
    writeFileSync(file, content);
    return readOperations(file);
  };
  expect(await read(JSON.stringify({ [name]: text }))).toEqual(new Map([[name, text]]));
  await expect(read(JSON.stringify({ [name]: `${text} ` }))).rejects.toThrow(
    /^GRAPHQL_OPERATIONS: .*SHA-256 is not/,
  );
  for (const content of ["", "[]", '{"a":"b"}', JSON.stringify({ [name]: 1 })])
    await expect(read(content)).rejects.toThrow(/^GRAPHQL_OPERATIONS: .*is no object of texts/);
  await expect(readOperations(join(folder.path, "none"))).rejects.toThrow(/cannot be read/);
});
