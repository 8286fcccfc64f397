import { systemProgram } from "@ashlar/testing";
import { isContinuousIntegration } from "../env.ts";

/**
 * Says why there can be no such server here; null where there can.
 *
 * @throws Error where it is missing in continuous integration, which must run every scenario that needs no more than it.
 */
export async function programIsMissing(name: string): Promise<string | null> {
  if (systemProgram(name) !== null) return null;
  if (isContinuousIntegration()) throw new Error(`${name} is missing.`);
  return `there is no ${name}`;
}
