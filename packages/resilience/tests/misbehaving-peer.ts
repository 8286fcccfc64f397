import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Heard = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

/** How the peer answers one request. */
export type Behaviour = (response: ServerResponse, heard: Heard) => void;

export type MisbehavingPeer = AsyncDisposable & {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** The next requests are answered so, one each; the last one stays. */
  readonly behave: (...next: readonly Behaviour[]) => void;
  /** Stops listening: connections are refused. */
  readonly refuse: () => Promise<void>;
};

/** A real HTTP server that does what it should not. */
export async function misbehavingPeer(...first: readonly Behaviour[]): Promise<MisbehavingPeer> {
  const heard: Heard[] = [];
  let behaviours = [...first];
  const server = createServer(async (request, response) => {
    const said = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: await text(request),
    };
    heard.push(said);
    const [behaviour] = behaviours;
    if (behaviours.length > 1) behaviours.shift();
    behaviour?.(response, said);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    behave: (...next) => {
      behaviours = [...next];
    },
    refuse,
    [Symbol.asyncDispose]: refuse,
  };
}

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};

const stamp = { id: "s1", issuedAt: "2026-01-02T03:04:05.678Z", notes: [{ at: "2026-01-02T00:00:00.000Z" }] };

export const good: Behaviour = (response) => json(response, 200, { data: stamp, meta: {}, links: {} });
export const empty: Behaviour = (response) => response.writeHead(204).end();
export const listed: Behaviour = (response) =>
  json(response, 200, {
    data: [stamp],
    meta: { pagination: { limit: 20, hasNext: false, hasPrevious: false } },
  });
export const hangs: Behaviour = () => undefined;
export const slow =
  (delayMs: number): Behaviour =>
  (response, heard) => {
    setTimeout(() => good(response, heard), delayMs);
  };
export const garbage: Behaviour = (response) => response.writeHead(200).end("<html>it works!</html>");
export const breaksOff: Behaviour = (response) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write('{"data":{"id":');
  setTimeout(() => response.destroy(), 10);
};
export const resets: Behaviour = (response) => response.socket?.resetAndDestroy();
export const endless: Behaviour = (response) => {
  response.writeHead(200);
  const chunk = "x".repeat(65_536);
  const push = (): void => {
    if (!response.destroyed && response.write(chunk)) setImmediate(push);
  };
  response.on("drain", push);
  push();
};
export const fails =
  (
    status: number,
    error: unknown = { code: "INTERNAL", message: "password=hunter2 at db.ts:7" },
    headers?: Record<string, string>,
  ): Behaviour =>
  (response) =>
    json(response, status, { error }, headers);
export const redirects: Behaviour = (response) =>
  response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
