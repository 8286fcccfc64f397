import type { TestProject } from "vitest/node";
import { startTestCluster } from "./test-cluster.ts";

/** Runs one PostgreSQL for the whole test run and tells the workers where it is. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide("testClusterUrl", cluster.url);
  return cluster.stop;
}
