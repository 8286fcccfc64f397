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
    const floor = await startAshlar("Ashlar, unobserved", { url, isObserved: false });
    const candidates = [
      floor,
      await startAshlar("logs and metrics", { url }),
      await startAshlar("logs, metrics, 100 traces a second", traced),
      await startAshlar("logs, metrics, every request traced", { ...traced, tracesPerSecond: 100_000 }),
    ];
    const { userId, headers } = await signedIn(floor);
    const request = getRequest(trpcPath("users.get", { id: userId }), headers);
    const table = await interleaved({
      title: "A read with and without observability (floor: without)",
      candidates: candidates.map((one) => ({ ...one, request })),
      rounds,
    });
    await Promise.all([collector, ...candidates].map(({ stop }) => stop()));
    return table;
  },
};
