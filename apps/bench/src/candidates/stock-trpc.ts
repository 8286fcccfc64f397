import { createAdaptorServer } from "@hono/node-server";
import { initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono } from "hono";
import { z } from "zod";
import { listening } from "./listening.ts";

/** The peer: tRPC as published, on Hono, one procedure and nothing else. */
const trpc = initTRPC.create();
const router = trpc.router({
  greet: trpc.procedure
    .input(z.strictObject({ name: z.string().max(100) }))
    .output(z.object({ greeting: z.string() }))
    .query(({ input }) => ({ greeting: `Hello, ${input.name}` })),
});

const app = new Hono();
app.all("/trpc/*", (c) => fetchRequestHandler({ endpoint: "/trpc", req: c.req.raw, router }));
// Sound: without TLS options the adaptor makes a `node:http` server.
listening(createAdaptorServer({ fetch: app.fetch }) as import("node:http").Server);
