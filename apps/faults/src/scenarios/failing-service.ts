import { createServer } from "node:http";

/** Listens on the port and answers every request with 500. */
export async function failingService(port: number): Promise<AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"code":"INTERNAL"}}');
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
