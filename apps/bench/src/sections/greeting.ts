import { startCandidate } from "../load/candidate.ts";
import { getRequest, trpcPath } from "../load/http-request.ts";
import { interleaved } from "../load/interleaved.ts";
import type { Section } from "./section.ts";

export const greeting: Section = {
  name: "greeting",
  summary: "a query without database, whole pipeline on, against tRPC as published",
  run: async ({ rounds }) => {
    const greet = getRequest("/trpc/greet?input=%7B%22name%22%3A%22Ada%22%7D");
    const greetJson = getRequest(trpcPath("greet", { name: "Ada" }));
    const candidates = [
      { ...(await startCandidate("stock tRPC on Hono, nothing else", "stock-trpc.ts", [])), request: greet },
      { ...(await startCandidate("Ashlar, whole pipeline", "ashlar-greeting.ts", [])), request: greetJson },
      { ...(await startCandidate("raw node:http", "raw-node.ts", [])), request: greet },
    ];
    const title = "A query without database (floor: stock tRPC on Hono)";
    const table = await interleaved({ title, candidates, rounds });
    await Promise.all(candidates.map(({ stop }) => stop()));
    return table;
  },
};
