import type { BoundProcedure } from "@ashlar/rpc";
import { type DeprecationHeaders, deprecationHeaders } from "../deprecation-headers.ts";
import { restBase } from "./rest-base.ts";

/** Writes the headers of a deprecated operation; the successor's address is filled in from the request's own. */
export type DeprecationPlan = (parameters: readonly string[]) => DeprecationHeaders;

const parameter = /\{([^}]+)\}/g;

/**
 * Plans the deprecation headers of an entry; undefined for one that is not deprecated.
 *
 * The successor is linked where the request's path parameters are all that its address needs.
 */
export function deprecationPlan(
  { entry }: BoundProcedure,
  procedures: readonly BoundProcedure[],
): DeprecationPlan | undefined {
  const { deprecated, route } = entry;
  if (deprecated === undefined) return undefined;
  const names = [...route.matchAll(parameter)].map(([, name]) => name);
  const successor = procedures.find(({ path }) => path === deprecated.successor)?.entry.route.split(" ")[1];
  const needed = [...(successor ?? "").matchAll(parameter)].map(([, name]) => name);
  const isKnown = successor !== undefined && needed.every((name) => names.includes(name));
  return (parameters) => {
    const address = successor?.replace(parameter, (_, name: string) => parameters[names.indexOf(name)] ?? "");
    return deprecationHeaders(deprecated, isKnown ? `${restBase}${address}` : undefined);
  };
}
