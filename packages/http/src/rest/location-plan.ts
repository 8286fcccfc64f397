import type { AnyEntry } from "@ashlar/contracts";

/** Writes the path of what a call has created, below the base path; undefined when the answer does not name it. */
export type LocationPlan = (output: unknown) => string | undefined;

/**
 * Plans the `Location` of a 201.
 *
 * The entry's own template wins, such as `/users/{user.id}`; else the new resource is at `{collection}/{id}` if the
 * contract reads one there.
 */
export function locationPlan(
  { success, route, location }: AnyEntry,
  routes: ReadonlySet<string>,
): LocationPlan | undefined {
  if (success !== 201) return undefined;
  const [, collection = ""] = route.split(" ");
  const template = location ?? (routes.has(`GET ${collection}/{id}`) ? `${collection}/{id}` : undefined);
  if (template === undefined) return undefined;
  const parts = template.split(/\{([^}]+)\}/);
  return (output) => {
    let path = "";
    for (const [index, part] of parts.entries()) {
      const text = index % 2 === 0 ? part : textAt(output, part.split("."));
      if (text === undefined) return undefined;
      path += index % 2 === 0 ? text : encodeURIComponent(text);
    }
    return path;
  };
}

function textAt(output: unknown, names: readonly string[]): string | undefined {
  let value = output;
  for (const name of names) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === "string" ? value : undefined;
}
