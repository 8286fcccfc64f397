import { createClient } from "@ashlar/client";
import { startCandidate } from "./load/candidate.ts";
import { getRequest, trpcPath } from "./load/http-request.ts";
import { interleaved, type Row } from "./load/interleaved.ts";

type Load = { readonly connections: number; readonly rounds: number; readonly roundMs: number };

/** What logs, metrics and traces cost a session-authenticated read of one row; the floor has none of them. */
export async function observability(url: string, load: Load): Promise<Row[]> {
  const collector = await startCandidate("collector", "discard-collector.ts", []);
  const endpoint = `http://127.0.0.1:${collector.port}`;
  const candidates = [
    await startCandidate("Ashlar, unobserved", "ashlar.ts", [url, "unobserved"]),
    await startCandidate("logs and metrics", "ashlar.ts", [url]),
    await startCandidate("logs, metrics, 100 traces a second", "ashlar.ts", [url, endpoint]),
    await startCandidate("logs, metrics, every request traced", "ashlar.ts", [url, endpoint, "100000"]),
  ];
  const client = createClient({ url: `http://127.0.0.1:${candidates[0]?.port}` });
  const credentials = { email: "admin@ashlar.test", password: "correct-horse-battery" };
  const { user, token } = await client.auth.login.mutate(credentials);
  const request = getRequest(trpcPath("users.get", { id: user.id }), { authorization: `Bearer ${token}` });
  const rows = await interleaved({ ...load, candidates: candidates.map((one) => ({ ...one, request })) });
  await Promise.all([collector, ...candidates].map(({ stop }) => stop()));
  return rows;
}
