import type { TcpProxy } from "@ashlar/testing";
import type { Scenario, Stage } from "./scenario.ts";

/** Breaks the line of one node to PostgreSQL for a while. */
const oneLine =
  (durationMs: number, harm: (line: TcpProxy, stage: Stage) => void) =>
  async (stage: Stage): Promise<void> => {
    const { line } = stage.pick([...stage.cluster.apis, ...stage.cluster.workers]);
    await stage.pauseBetween(100, 900);
    harm(line, stage);
    await stage.pause(durationMs);
    mend(line);
  };

const everyLine =
  (durationMs: number, harm: (line: TcpProxy, stage: Stage) => void) =>
  async (stage: Stage): Promise<void> => {
    for (const { line } of stage.cluster.nodes) harm(line, stage);
    await stage.pause(durationMs);
    for (const { line } of stage.cluster.nodes) mend(line);
  };

const mend = (line: TcpProxy): void => {
  line.delay(0);
  line.throttle(0);
  line.refuse(false);
  line.thaw();
};

/** What happens between the nodes and PostgreSQL. */
export const networkFaults: readonly Scenario[] = [
  {
    name: "latency",
    harm: "Every message between the nodes and PostgreSQL takes 20 to 80 ms longer, for 4 s.",
    inflict: everyLine(4_000, (line, { random }) => line.delay(20 + 60 * random())),
  },
  {
    name: "slow-network",
    harm: "100 KB a second for each connection to PostgreSQL, for 4 s.",
    inflict: everyLine(4_000, (line) => line.throttle(100_000)),
  },
  {
    name: "cut",
    harm: "The connections of one node are reset and refused for 2 s.",
    inflict: oneLine(2_000, (line) => line.refuse(true)),
  },
  {
    name: "half-open",
    harm: "The cable of one node is pulled for 7 s: nothing arrives, and nobody is told.",
    inflict: oneLine(7_000, (line) => line.freeze()),
  },
  {
    name: "black-hole-answers",
    harm: "What PostgreSQL sends to one node is lost for 5 s; what the node sends arrives.",
    inflict: oneLine(5_000, (line) => line.swallow("to client")),
  },
  {
    name: "black-hole-questions",
    harm: "What one node sends to PostgreSQL is lost for 5 s.",
    inflict: oneLine(5_000, (line) => line.swallow("to server")),
  },
  {
    name: "resets",
    harm: "All connections of a node are reset every 100 ms, one node after another, for 3 s.",
    inflict: async ({ cluster, pick, pause }) => {
      for (let round = 0; round < 30; round += 1) {
        pick([...cluster.apis, ...cluster.workers]).line.cut();
        await pause(100);
      }
    },
  },
];
