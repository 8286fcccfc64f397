import { startCandidate } from "../load/candidate.ts";
import { getRequest } from "../load/http-request.ts";
import { interleaved } from "../load/interleaved.ts";
import type { Section } from "./section.ts";

export const routing: Section = {
  name: "routing",
  summary: "a REST read with 500 procedures in the contract against one with 10",
  run: async ({ rounds }) => {
    const request = getRequest("/api/v1/folder-7/resource-7/x");
    const candidates = [
      { ...(await startCandidate("REST with 10 procedures", "rest-routes.ts", ["10"])), request },
      { ...(await startCandidate("REST with 500 procedures", "rest-routes.ts", ["500"])), request },
    ];
    const title = "A read over REST, by the size of the contract (floor: 10)";
    const table = await interleaved({ title, candidates, rounds });
    await Promise.all(candidates.map(({ stop }) => stop()));
    return table;
  },
};
