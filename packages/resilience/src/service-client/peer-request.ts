import type { AnyEntry } from "@ashlar/contracts";

/** One request on the REST wire, without what belongs to an attempt. */
export type PeerRequest = {
  readonly method: string;
  /** Below the base, query string included. */
  readonly target: string;
  /** JSON; undefined for none. */
  readonly body: string | undefined;
};

/**
 * Plans, once per entry, how an input travels: path parameters, then the query string for GET and DELETE, else a JSON
 * body; the reverse of how `@ashlar/http` reads it.
 *
 * @throws TypeError from the plan for a path parameter that is missing or no text or number: the caller's bug.
 */
export function peerRequestPlan({ route }: AnyEntry): (input: unknown) => PeerRequest {
  const [method = "", template = ""] = route.split(" ");
  const parts = template.split(/\{([^}]+)\}/);
  const inPath = new Set(parts.filter((_, index) => index % 2 === 1));
  const hasBody = method !== "GET" && method !== "DELETE";
  return (input) => {
    const fields: Record<string, unknown> = typeof input === "object" && input !== null ? { ...input } : {};
    const path = parts
      .map((part, index) => (index % 2 === 0 ? part : encodeURIComponent(segment(route, part, fields[part]))))
      .join("");
    for (const name of inPath) delete fields[name];
    if (hasBody)
      return { method, target: path, body: input === undefined ? undefined : JSON.stringify(fields) };
    const query = queryOf(fields);
    return { method, target: query === "" ? path : `${path}?${query}`, body: undefined };
  };
}

function segment(route: string, name: string, value: unknown): string {
  if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  throw new TypeError(`{${name}} of ${route} needs a text or a number.`);
}

function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (value instanceof Date) parameters.append(name, value.toISOString());
    else if (Array.isArray(value)) for (const element of value) add(name, element);
    else if (typeof value === "object")
      for (const [key, field] of Object.entries(value)) add(`${name}[${key}]`, field);
    else parameters.append(name, String(value));
  };
  for (const [name, value] of Object.entries(fields)) add(name, value);
  return parameters.toString();
}
