import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type HeardRange = {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type RangeServer = AsyncDisposable & {
  readonly url: string;
  /** Every request, whole. */
  readonly heard: readonly HeardRange[];
  /** Stops listening: connections are refused. */
  readonly stop: () => Promise<void>;
};

export const sha1 = (password: string): string =>
  createHash("sha1").update(password).digest("hex").toUpperCase();

/**
 * A real server of the range protocol, as Pwned Passwords documents it.
 *
 * @param counts - Passwords by how often they were seen; 0 for one that only pads an answer.
 * @param misbehave - Answers in place of the protocol.
 */
export async function rangeServer(
  counts: Readonly<Record<string, number>>,
  misbehave?: (response: ServerResponse) => void,
): Promise<RangeServer> {
  const heard: HeardRange[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    heard.push({ method, url, headers, body: await text(request) });
    if (misbehave) return misbehave(response);
    const prefix = /^\/range\/([0-9A-F]{5})$/.exec(url ?? "")?.[1];
    if (method !== "GET" || prefix === undefined) return response.writeHead(400).end();
    const lines = Object.entries(counts).flatMap(([password, count]) =>
      sha1(password).startsWith(prefix) ? [`${sha1(password).slice(5)}:${count}`] : [],
    );
    const padding = Array.from({ length: headers["add-padding"] === "true" ? 800 : 0 }, paddingLine);
    response.writeHead(200, { "content-type": "text/plain" }).end([...lines, ...padding].sort().join("\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: it listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, heard, stop, [Symbol.asyncDispose]: stop };
}

const paddingLine = (): string => `${randomBytes(18).toString("hex").toUpperCase().slice(1)}:0`;
