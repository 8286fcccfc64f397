import { getRequest, postRequest, trpcPath } from "../load/http-request.ts";
import { type Answer, openLoop } from "../load/open-loop.ts";
import { signedIn } from "../load/signed-in.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import { interleavedRounds, medianOf, medianRatio } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import type { Section } from "./section.ts";

const durationMs = 4_000;
const readsPerSecond = 200;
const guessesPerSecond = 50;

/** A wrong password from another address at another account each time: no budget ends them, and no account's own throttle. */
const guess = (call: number): string =>
  postRequest(
    "/api/v1/auth/login",
    { "x-forwarded-for": `10.${(call >> 16) & 255}.${(call >> 8) & 255}.${call & 255}` },
    {
      email: `nobody-${call}@ashlar.test`,
      password: `a wrong guess ${call}`,
    },
  );

function demand(answers: readonly Answer[], statuses: readonly number[]): void {
  const other = answers.find(({ status }) => !statuses.includes(status));
  if (other) throw new Error(`The server answered ${other.status}.`);
}

export const signIns: Section = {
  name: "sign-ins",
  summary: "what 50 wrong passwords a second, each at another account, do to the reads of others",
  run: async ({ rounds, databases }) => {
    const url = await databases.filled();
    const server = await startAshlar("Ashlar", { url, trustedProxyHops: 1 });
    const { userId, headers } = await signedIn(server);
    const { port } = server;
    const request = getRequest(trpcPath("users.get", { id: userId }), headers);
    const read = async () => {
      const load = { port, request: () => request, perSecond: readsPerSecond, durationMs };
      const answers = await openLoop(load);
      demand(answers, [200]);
      return answers.map((answer) => answer.durationMs);
    };
    let guesses = 0;
    const flood = async () => {
      const from = guesses;
      guesses += (guessesPerSecond * durationMs) / 1_000;
      const load = {
        port,
        request: (call: number) => guess(from + call),
        perSecond: guessesPerSecond,
        durationMs,
      };
      const answers = await openLoop(load);
      demand(answers, [401, 429, 503]);
      return answers.filter(({ status }) => status === 401).length / (durationMs / 1_000);
    };
    const measured = await interleavedRounds(
      [
        { name: "alone", measure: async () => ({ latenciesMs: await read(), refusedPerSecond: 0 }) },
        {
          name: `${guessesPerSecond} wrong passwords/s beside them`,
          measure: async () => {
            const [latenciesMs, refusedPerSecond] = await Promise.all([read(), flood()]);
            return { latenciesMs, refusedPerSecond };
          },
        },
      ],
      rounds,
    );
    await server.stop();
    const p99Ms = (one: { readonly latenciesMs: readonly number[] }): number =>
      percentile(one.latenciesMs, 0.99);
    return {
      title: `${readsPerSecond} session-authenticated reads/s beside a flood of guesses (floor: alone)`,
      columns: [
        `Median of ${rounds} rounds of ${durationMs / 1_000} s`,
        "p50 ms",
        "p99 ms",
        "p99 ratio",
        "guesses judged/s",
      ],
      rows: measured.map((one) => [
        one.name,
        medianOf(one, ({ latenciesMs }) => percentile(latenciesMs, 0.5)).toFixed(1),
        medianOf(one, p99Ms).toFixed(1),
        medianRatio(one, measured[0], p99Ms).toFixed(2),
        medianOf(one, ({ refusedPerSecond }) => refusedPerSecond).toFixed(0),
      ]),
    };
  },
};
