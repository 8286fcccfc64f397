import { availableParallelism, totalmem } from "node:os";
import type { SoakResult } from "./run-soak.ts";

const inMebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** What a soak came to, as a section of a page. */
export function soakTable({ requests, seconds, failures, nodes }: SoakResult): string {
  const rows = nodes.map(
    ({ node, last, heapGrowthBytes, rssGrowthBytes, isFlat }) =>
      `| ${node} | ${inMebibytes(last.heapBytes)} | ${inMebibytes(heapGrowthBytes)} | ${inMebibytes(last.rssBytes)} | ${inMebibytes(rssGrowthBytes)} | ${isFlat ? "flat" : "grows"} |`,
  );
  const failed = Object.entries(failures).map(([label, count]) => `${count} × ${label}`);
  return `${requests} requests in ${seconds} s; failed: ${failed.join(", ") || "none"}. Mebibytes at the end, the heap after a collection,
and growth for each 100,000 requests by the line through the last three quarters of the samples.

| node | heap | grows by | resident | grows by | |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** The page of the documentation, as measured. */
export function soakPage(result: SoakResult): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `# The soak

\`pnpm test:faults --soak\` makes 1,000,000 requests (\`--requests\`) of two api and two worker processes on one PostgreSQL, to
which nothing is done, after 2,400 orders that fill what processes keep of the newest events: reads mostly, 2 % posts, 1 %
orders whose payments the workers settle, and two open streams. The memory of every node is looked at 24 times; it counts as
flat when the heap after a collection grows by no more than 2 MiB, and the process by no more than 10 MiB, for each 100,000
requests.

Measured on ${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores that did other work as well, ${gibibytes} GiB, Node ${process.versions.node}:
\`pnpm test:faults --soak --requests ${result.requests} --report\`.

${soakTable(result)}`;
}
