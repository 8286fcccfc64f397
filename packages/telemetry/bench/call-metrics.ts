import { createMetrics } from "../src/index.ts";

/** What one observed call costs: 100 procedures, the usual codes. */
const { observeCall } = createMetrics();
const procedures = Array.from({ length: 100 }, (_, index) => `folder.procedure${index}`);
const codes = ["OK", "OK", "OK", "OK", "VALIDATION_FAILED"];
const count = 1_000_000;

for (let round = 0; round < 5; round += 1) {
  const startedMs = performance.now();
  for (let index = 0; index < count; index += 1) {
    observeCall({
      procedure: procedures[index % procedures.length] ?? "",
      code: codes[index % codes.length] ?? "",
      durationMs: index % 500,
    });
  }
  console.log(`${(((performance.now() - startedMs) * 1_000) / count).toFixed(2)} µs per call`);
}
