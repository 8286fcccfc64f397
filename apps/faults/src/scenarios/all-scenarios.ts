import { networkFaults } from "./network-faults.ts";
import { peerFaults } from "./peer-faults.ts";
import { postgresFaults } from "./postgres-faults.ts";
import { processFaults } from "./process-faults.ts";
import { resourceFaults } from "./resource-faults.ts";
import type { Scenario } from "./scenario.ts";
import { workFaults } from "./work-faults.ts";

export const allScenarios: readonly Scenario[] = [
  ...processFaults,
  ...postgresFaults,
  ...networkFaults,
  ...peerFaults,
  ...resourceFaults,
  ...workFaults,
];
