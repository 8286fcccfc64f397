import type { AnyEntry } from "@ashlar/contracts";

/** Says what is wrong with a deprecation in itself; undefined when nothing is. */
export function deprecationProblem(
  deprecated: AnyEntry["deprecated"],
  paths: ReadonlySet<string>,
): string | undefined {
  if (deprecated === undefined) return undefined;
  const { since, sunset, successor } = deprecated;
  for (const date of [since, sunset ?? since]) {
    if (!isIsoDate(date)) return `"${date}" is no ISO 8601 date`;
  }
  if (sunset !== undefined && Date.parse(sunset) < Date.parse(since))
    return "the sunset is before the deprecation";
  if (successor !== undefined && !paths.has(successor)) return `there is no successor "${successor}"`;
  return undefined;
}

const isIsoDate = (date: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T|$)/.test(date) && !Number.isNaN(Date.parse(date));
