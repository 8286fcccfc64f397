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
