import { type Candidate, startCandidate } from "../load/candidate.ts";
import { httpLoad } from "../load/http-load.ts";
import { getRequest } from "../load/http-request.ts";
import { openLoop } from "../load/open-loop.ts";
import { interleavedRounds, medianOf, medianRatio, type Rounds } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import type { Section } from "./section.ts";

const request = getRequest("/api/v1/work");
/** Of what as many callers as fit get when each waits for its answer, which is less than the server can do. */
const rates = [0.9, 1, 1.1, 1.25] as const;
/** Longer than the server's queue takes to fill and its first wait to end: before that nothing is refused. */
const durationMs = 5_000;

type Stats = {
  readonly servedPerSecond: number;
  readonly refusedPerSecond: number;
  readonly refusalsMs: readonly number[];
  readonly residentBytes: number;
};

/** What a server that is asked for more than it can do does at best: the most of what it served at these rates. */
async function capacity(server: Candidate): Promise<Stats> {
  const { requestsPerSecond } = await httpLoad({
    port: server.port,
    request,
    connections: 200,
    durationMs: 1_500,
  });
  let best = await offered(server, requestsPerSecond * rates[0]);
  for (const rate of rates.slice(1)) {
    const figures = await offered(server, requestsPerSecond * rate);
    if (figures.servedPerSecond > best.servedPerSecond) best = figures;
  }
  return best;
}

/** As behind a load balancer: connections are kept, and more requests than the server admits fit on them. */
async function offered({ port, residentBytes }: Candidate, perSecond: number): Promise<Stats> {
  const answers = await openLoop({ port, request: () => request, perSecond, durationMs, isOpenBefore: true });
  const ofStatus = (status: number) => answers.filter((answer) => answer.status === status);
  const other = answers.find(({ status }) => status !== 200 && status !== 503);
  if (other) throw new Error(`An overloaded server answered ${other.status}.`);
  const inTime = (status: number): number => ofStatus(status).filter(({ isInTime }) => isInTime).length;
  return {
    servedPerSecond: (inTime(200) * 1_000) / durationMs,
    refusedPerSecond: (inTime(503) * 1_000) / durationMs,
    refusalsMs: ofStatus(503).map((answer) => answer.durationMs),
    residentBytes: await residentBytes(),
  };
}

export const overload: Section = {
  name: "overload",
  summary: "what is left of a server's capacity when twice as much is asked for",
  run: async ({ rounds }) => {
    const server = await startCandidate("busy server", "busy-server.ts", []);
    // Of a warm server: half of what a cold one can do would be no overload at all.
    await capacity(server);
    let perSecond = 0;
    const measured = await interleavedRounds(
      [
        {
          name: "as many as it can serve",
          measure: async () => {
            const figures = await capacity(server);
            perSecond = figures.servedPerSecond * 2;
            return figures;
          },
        },
        { name: "twice as many", measure: () => offered(server, perSecond) },
      ],
      rounds,
    );
    await server.stop();
    return {
      title:
        "A server asked for twice what it can do; a call takes 1 ms of the processor after 10 ms of waiting",
      columns: [
        `Median of ${rounds} rounds, 2 s and 5 s`,
        "served/s",
        "ratio",
        "refused/s",
        "refused after p50 ms",
        "p99 ms",
        "memory MiB",
      ],
      rows: measured.map((one) => rowOf(one, measured[0])),
    };
  },
};

const rowOf = (one: Rounds<Stats>, floor: Rounds<Stats> | undefined): string[] => {
  const refusedAfter = (share: number): string =>
    medianOf(one, ({ refusalsMs }) => percentile(refusalsMs, share)).toFixed(1);
  const refused = medianOf(one, ({ refusedPerSecond }) => refusedPerSecond);
  return [
    one.name,
    medianOf(one, ({ servedPerSecond }) => servedPerSecond).toFixed(0),
    medianRatio(one, floor, ({ servedPerSecond }) => servedPerSecond).toFixed(2),
    refused.toFixed(0),
    refused === 0 ? "–" : refusedAfter(0.5),
    refused === 0 ? "–" : refusedAfter(0.99),
    medianOf(one, ({ residentBytes }) => residentBytes / 2 ** 20).toFixed(0),
  ];
};
