import { createServer, type ServerResponse } from "node:http";
import { listening } from "./listening.ts";
import { memoryOnRequest } from "./memory-on-request.ts";

/** The floor of streams: raw `node:http`, and a text that the parent sends, written to every client as it is. */
const clients = new Set<ServerResponse>();
process.on("message", (message: unknown) => {
  const text: unknown = Reflect.get(Object(message), "text");
  if (typeof text === "string") for (const client of clients) client.write(text);
});
memoryOnRequest();
listening(
  createServer((_request, response) => {
    clients.add(response);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 1000\n\n");
  }),
);
