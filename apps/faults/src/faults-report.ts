import { availableParallelism, totalmem } from "node:os";
import type { MatrixResult, Skipped } from "./run-matrix.ts";
import type { Outcome } from "./run-scenario.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** One line of what a run came to, for the terminal. */
export function outcomeLine(outcome: Outcome | Skipped): string {
  if ("skipped" in outcome) return `${outcome.scenario.padEnd(22)} skipped: ${outcome.skipped}`;
  const { scenario, seed, requests, recoveryMs, settledMs, violations } = outcome;
  const verdict = violations.length === 0 ? "ok" : `BROKEN\n    ${violations.join("\n    ")}`;
  return `${scenario.padEnd(22)} ${seed}  ${String(requests).padStart(5)} requests  back ${recoveryMs} ms  settled ${settledMs} ms  ${failuresOf(outcome)}  ${verdict}`;
}

const failuresOf = ({ failures }: Outcome): string =>
  Object.entries(failures)
    .toSorted(([, a], [, b]) => b - a)
    .map(([label, count]) => `${count} × ${label}`)
    .join(", ") || "none";

/** The page of the documentation, as measured. */
export function faultsReport(scenarios: readonly Scenario[], { outcomes, skipped }: MatrixResult): string {
  const inOrder = scenarios.flatMap(({ name }) => outcomes.filter(({ scenario }) => scenario === name));
  const rows = inOrder.map((outcome) => {
    const { scenario, seed, requests, recoveryMs, settledMs, violations } = outcome;
    const verdict = violations.length === 0 ? "all hold" : violations.join("; ");
    return `| ${scenario} | ${seed} | ${requests} | ${failuresOf(outcome)} | ${recoveryMs} | ${settledMs} | ${verdict} |`;
  });
  const harms = scenarios.map(({ name, harm }) => `| ${name} | ${harm} |`);
  const gone = skipped.map(({ scenario, skipped: why }) => `- ${scenario}: not run, ${why}.`);
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${preface}
Measured on ${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores that did other work as well, ${gibibytes} GiB, Node ${process.versions.node}, with \`pnpm test:faults --report\`.

| scenario | seed | requests | failed calls | back after ms | settled after ms | invariants |
|---|---|---|---|---|---|---|
${rows.join("\n")}

${gone.length > 0 ? `${gone.join("\n")}\n\n` : ""}## What is done

| scenario | harm |
|---|---|
${harms.join("\n")}
`;
}

const preface = `# The fault suite

\`pnpm test:faults\` runs two api and two worker processes and the payment service on one PostgreSQL, each over a line of
its own that can be cut, slowed, frozen or made to swallow one direction. People order, write, sign in and watch the stream
while something is broken under them. When it is mended and everything has come to its end, this must hold:

- every acknowledged order and post is there; one key made one order; every order was answered in the end;
- no order without its event and no event without its order; events of an order have no gap and no repetition;
- stock and sold pieces of every product are what they were; every order is settled and its payment fits it;
- both streams got every message once, in order; no job is left, none failed for good but those made to;
- no process ended by itself; every failed call was a clear 503, a 409 for a key in flight, or had no answer at all;
- where the table says none, no call failed.

*Back* is the time from the end of the harm to the first acknowledged write at each api process; *settled* from the end of
the load to the last job done and the last message received. What memory does over many requests: [soak](soak.md).
`;
