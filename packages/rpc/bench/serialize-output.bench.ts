import { SuperJSON } from "superjson";
import { serializeOutput } from "../src/wire/serialize-output.ts";

const reference = new SuperJSON();

const account = (index: number): unknown => ({
  id: `id${index}`,
  email: "someone@example.test",
  name: "Someone",
  roles: ["customer"],
  createdAt: new Date(1e12 + index),
});
const post = (index: number): unknown => ({
  id: `id${index}`,
  title: `title ${index}`,
  body: "x".repeat(80),
  version: index,
  createdAt: new Date(1e12 + index),
  publishedAt: new Date(2e12 + index),
  author: { id: `a${index}`, name: "Someone" },
});
const page = (): unknown => ({
  items: Array.from({ length: 50 }, (_, index) => post(index)),
  page: { limit: 50, hasNext: true, hasPrevious: false },
});

const candidates: Readonly<Record<string, (value: unknown) => unknown>> = {
  "JSON.stringify alone": (value) => value,
  serializeOutput,
  superjson: (value) => reference.serialize(value),
};

/** Median of seven interleaved rounds, in microseconds a value, `JSON.stringify` included. */
function compare(name: string, values: readonly unknown[], callsPerRound: number): void {
  const roundsUs = new Map<string, number[]>(Object.keys(candidates).map((candidate) => [candidate, []]));
  for (let round = 0; round < 8; round++) {
    for (const [candidate, write] of Object.entries(candidates)) {
      const startedAtMs = performance.now();
      for (let call = 0; call < callsPerRound; call++) JSON.stringify(write(values[call % values.length]));
      const callUs = ((performance.now() - startedAtMs) * 1_000) / callsPerRound;
      if (round > 0) roundsUs.get(candidate)?.push(callUs);
    }
  }
  for (const [candidate, times] of roundsUs) {
    const medianUs = times.toSorted((left, right) => left - right)[3] ?? Number.NaN;
    console.log(`${name}  ${candidate.padEnd(22)} ${medianUs.toFixed(2).padStart(8)} µs`);
  }
}

compare("page of 50 ", Array.from({ length: 100 }, page), 1_000);
compare(
  "one account",
  Array.from({ length: 100 }, (_, index) => account(index)),
  40_000,
);
