import { getRequest, postRequest, trpcPath } from "../load/http-request.ts";
import { type Answer, openLoop } from "../load/open-loop.ts";
import { signedIn } from "../load/signed-in.ts";
import { startAshlar } from "../load/start-ashlar.ts";
import { interleavedRounds, medianOf, medianRatio } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import type { Section } from "./section.ts";

const durationMs = 4_000;
const readsPerSecond = 200;
const callsPerSecond = 50;

/** What is called beside the reads. */
type Company = {
  readonly name: string;
  readonly request: (call: number) => string;
  readonly statuses: readonly number[];
};

const addressOf = (call: number): string => `10.${(call >> 16) & 255}.${(call >> 8) & 255}.${call & 255}`;

const guess = (call: number, address: string, email: string): string =>
  postRequest(
    "/api/v1/auth/login",
    { "x-forwarded-for": address },
    { email, password: `a wrong guess ${call}` },
  );

const wrongPasswords = (where: string, request: Company["request"]): Company => ({
  name: `${callsPerSecond} wrong passwords/s ${where}`,
  request,
  statuses: [401, 429, 503],
});

const companies: readonly Company[] = [
  {
    // Tells what 50 calls of any kind cost the reads here.
    name: `${callsPerSecond} calls/s that do nothing (/health/live)`,
    request: () => getRequest("/health/live", {}),
    statuses: [200],
  },
  wrongPasswords("from one address, each at another account", (call) =>
    guess(call, "10.255.255.1", `nobody-${call}@ashlar.test`),
  ),
  wrongPasswords("at one account, each from another address", (call) =>
    guess(call, addressOf(call), "nobody@ashlar.test"),
  ),
  // No budget of an address ends these, and no account's throttle.
  wrongPasswords("each from another address at another account", (call) =>
    guess(call, addressOf(call), `nobody-${call}@ashlar.test`),
  ),
];

function demand(answers: readonly Answer[], statuses: readonly number[]): void {
  const other = answers.find(({ status }) => !statuses.includes(status));
  if (other) throw new Error(`The server answered ${other.status}.`);
}

export const signIns: Section = {
  name: "sign-ins",
  summary: "what 50 wrong passwords a second do to the reads of others",
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
    let made = 0;
    const keepCompany = async ({ request, statuses }: Company) => {
      const from = made;
      made += (callsPerSecond * durationMs) / 1_000;
      const load = {
        port,
        request: (call: number) => request(from + call),
        perSecond: callsPerSecond,
        durationMs,
      };
      const answers = await openLoop(load);
      demand(answers, statuses);
      return answers.filter(({ status }) => status === 401).length / (durationMs / 1_000);
    };
    const measured = await interleavedRounds(
      [
        { name: "alone", measure: async () => ({ latenciesMs: await read(), judgedPerSecond: 0 }) },
        ...companies.map((company) => ({
          name: company.name,
          measure: async () => {
            const [latenciesMs, judgedPerSecond] = await Promise.all([read(), keepCompany(company)]);
            return { latenciesMs, judgedPerSecond };
          },
        })),
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
        medianOf(one, ({ judgedPerSecond }) => judgedPerSecond).toFixed(0),
      ]),
    };
  },
};
