import { createServer } from "node:http";
import { listening } from "./listening.ts";

/** An OTLP/HTTP collector that takes everything and keeps nothing. */
listening(
  createServer((request, response) => {
    request.resume().on("end", () => response.setHeader("content-type", "application/json").end("{}"));
  }),
);
