import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "@ashlar/testing";
import { clusterTemplate } from "../cluster/cluster-template.ts";
import { faultCluster } from "../cluster/fault-cluster.ts";
import { growth } from "./growth.ts";
import { type MemorySample, nodeMemory } from "./node-memory.ts";
import { soakLoad } from "./soak-load.ts";

const mebibyte = 1_024 * 1_024;
const samples = 24;
/** Growth for each 100,000 requests from which on memory does not count as flat. */
const bounds = { heapBytes: 2 * mebibyte, rssBytes: 10 * mebibyte };

export type SoakFigures = {
  readonly node: string;
  /** Where it stood in the end. */
  readonly last: MemorySample;
  /** By the line through the last three quarters of the samples, for each 100,000 requests. */
  readonly heapGrowthBytes: number;
  readonly rssGrowthBytes: number;
  readonly isFlat: boolean;
};

export type SoakResult = {
  readonly requests: number;
  readonly seconds: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly nodes: readonly SoakFigures[];
};

/** Makes so many requests of a healthy cluster and watches what the memory of each node does. */
export async function runSoak(requests: number, report: (line: string) => void): Promise<SoakResult> {
  await using template = await clusterTemplate();
  const folder = join(template.folder, "soak");
  await mkdir(folder);
  await using cluster = await faultCluster(template, folder, { isInspected: true });
  const startedMs = performance.now();
  const load = await soakLoad(cluster, requests);
  const taken = new Map<string, MemorySample[]>(cluster.nodes.map(({ name }) => [name, []]));
  for (let index = 1; index <= samples; index += 1) {
    const due = Math.floor((requests * index) / samples);
    await eventually(() => load.tally.requests() >= due, Number.POSITIVE_INFINITY, 100);
    const made = load.tally.requests();
    for (const node of cluster.nodes) {
      taken.get(node.name)?.push({ requests: made, ...(await nodeMemory(node)) });
    }
    const heaps = [...taken].map(([name, seen]) => `${name} ${inMebibytes(seen.at(-1)?.heapBytes ?? 0)}`);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    report(`${made} requests, ${seconds} s; heaps in MiB: ${heaps.join(", ")}`);
  }
  await load.finished;
  return {
    requests: load.tally.requests(),
    seconds: Math.round((performance.now() - startedMs) / 1_000),
    failures: Object.fromEntries(load.tally.failures),
    nodes: [...taken].map(([node, seen]) => figuresOf(node, seen)),
  };
}

function figuresOf(node: string, seen: readonly MemorySample[]): SoakFigures {
  const steady = seen.slice(Math.floor(seen.length / 4));
  const slope = (of: (sample: MemorySample) => number): number =>
    Math.round(100_000 * growth(steady.map((sample) => [sample.requests, of(sample)])));
  const heapGrowthBytes = slope(({ heapBytes }) => heapBytes);
  const rssGrowthBytes = slope(({ rssBytes }) => rssBytes);
  return {
    node,
    last: seen.at(-1) ?? { requests: 0, rssBytes: 0, heapBytes: 0 },
    heapGrowthBytes,
    rssGrowthBytes,
    isFlat: heapGrowthBytes <= bounds.heapBytes && rssGrowthBytes <= bounds.rssBytes,
  };
}

const inMebibytes = (bytes: number): string => (bytes / mebibyte).toFixed(1);
