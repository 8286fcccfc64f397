import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export type Place = { readonly file: string; readonly line: string };

type Message = { readonly id?: number; readonly method?: string; readonly result?: unknown };

/**
 * Asks the TypeScript language server where a name is defined, as an editor does.
 *
 * @param text - Something that stands once in `file`; the question is about its last character.
 */
export async function definitionOf(tsc: string, dir: string, file: string, text: string): Promise<Place> {
  const server = spawn(tsc, ["--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const answers = new Map<number, (result: unknown) => void>();
  let rest = Buffer.alloc(0);
  let lastId = 0;

  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve) => {
      lastId += 1;
      answers.set(lastId, resolve);
      send({ id: lastId, method, params });
    });
  const take = ({ id, method, result }: Message): void => {
    if (id === undefined) return;
    if (method === undefined) answers.get(id)?.(result);
    else send({ id, result: method === "workspace/configuration" ? [null, null, null, null] : null });
  };
  server.stdout.on("data", (part: Buffer) => {
    rest = Buffer.concat([rest, part]);
    for (let end = rest.indexOf("\r\n\r\n"); end >= 0; end = rest.indexOf("\r\n\r\n")) {
      const size = Number(/Content-Length: (\d+)/i.exec(rest.toString("latin1", 0, end))?.[1]);
      if (rest.length < end + 4 + size) return;
      // Sound: the server speaks JSON-RPC.
      take(JSON.parse(rest.toString("utf8", end + 4, end + 4 + size)) as Message);
      rest = rest.subarray(end + 4 + size);
    }
  });

  try {
    const uri = pathToFileURL(join(dir, file)).href;
    const source = await readFile(join(dir, file), "utf8");
    const before = source.slice(0, source.indexOf(text) + text.length - 1).split("\n");
    await ask("initialize", { processId: process.pid, rootUri: pathToFileURL(dir).href, capabilities: {} });
    send({ method: "initialized", params: {} });
    const textDocument = { uri, languageId: "typescript", version: 1, text: source };
    send({ method: "textDocument/didOpen", params: { textDocument } });
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const result = await ask("textDocument/definition", { textDocument: { uri }, position });
    // Sound: without the client capability for links, the server answers with locations.
    const [found] = [result].flat() as { uri: string; range: { start: { line: number } } }[];
    const path = fileURLToPath(found?.uri ?? "");
    const lines = (await readFile(path, "utf8")).split("\n");
    return { file: path, line: lines[found?.range.start.line ?? 0]?.trim() ?? "" };
  } finally {
    server.kill();
  }
}
