import { type Accepted, acceptedBy } from "./accepted.ts";

const problem = "application/problem+json";

/**
 * Whether a client wants errors as RFC 9457 problems.
 *
 * It must name `application/problem+json` and want it at least as much as plain JSON; a wildcard names nothing.
 */
export function prefersProblem(accept: string | undefined): boolean {
  if (!accept?.toLowerCase().includes(problem)) return false;
  const accepted = acceptedBy(accept);
  const quality = qualityFor(accepted, problem);
  return quality > 0 && quality >= qualityFor(accepted, "application/json", "application/*", "*/*");
}

/** The weight of the first of these names that is there: the most specific one decides. */
const qualityFor = (accepted: readonly Accepted[], ...names: readonly string[]): number =>
  names.flatMap((name) => accepted.find((member) => member.name === name) ?? [])[0]?.quality ?? 0;
