import type { AshlarOptions } from "../candidates/ashlar.ts";
import { startCandidate } from "../load/candidate.ts";
import { getRequest, trpcPath } from "../load/http-request.ts";
import { interleaved } from "../load/interleaved.ts";
import { signedIn } from "../load/signed-in.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import type { Section } from "./section.ts";

export const observability: Section = {
  name: "observability",
  summary: "what logs, metrics and traces cost a session-authenticated read of one row",
  run: async ({ rounds, databases }) => {
    const url = await databases.filled();
    const collector = await startCandidate("collector", "discard-collector.ts", []);
    const traced = { url, collectorUrl: `http://127.0.0.1:${collector.port}` };
    const first = await startAshlar("signing in", { url });
    const { userId, headers } = await signedIn(first);
    await first.stop();
    const request = getRequest(trpcPath("users.get", { id: userId }), headers);
    const observed: readonly (readonly [string, AshlarOptions])[] = [
      ["Ashlar, unobserved", { url, isObserved: false }],
      ["logs and metrics", { url }],
      ["logs, metrics, 100 traces a second", traced],
      ["logs, metrics, every request traced", { ...traced, tracesPerSecond: 100_000 }],
    ];
    const table = await interleaved({
      title: "A read with and without observability, each round in a new process (floor: without)",
      // Two processes of the same program differ by a tenth, by how their code happened to be compiled.
      candidates: observed.map(([name, options]) => ({
        name,
        request,
        start: () => startAshlar(name, options),
      })),
      rounds,
    });
    await collector.stop();
    return table;
  },
};
