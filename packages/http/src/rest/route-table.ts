import type { Operation } from "./operation.ts";

/** The operations of one path, by method, and the values of its parameters as sent, still encoded. */
export type RouteMatch = {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly parameters: readonly string[];
};

type Node = {
  readonly children: Map<string, Node>;
  parameter: Node | undefined;
  readonly operations: Map<string, Operation>;
};

export type RouteTable = {
  /** Finds what serves a path below the base; a fixed segment is preferred to a parameter. */
  readonly match: (path: string) => RouteMatch | undefined;
};

const node = (): Node => ({ children: new Map(), parameter: undefined, operations: new Map() });

/**
 * Compiles routes into one tree, so that a match costs the same for 10 operations and for 500.
 *
 * @throws TypeError when two operations claim one method and path.
 */
export function routeTable(operations: readonly Operation[]): RouteTable {
  const root = node();
  for (const operation of operations) insert(root, operation);
  return {
    match: (path) => {
      const parameters: string[] = [];
      const found = find(root, path.split("/"), 1, parameters);
      return found === undefined ? undefined : { operations: found.operations, parameters };
    },
  };
}

function insert(root: Node, operation: Operation): void {
  let place = root;
  for (const segment of operation.template.split("/").slice(1)) {
    if (segment.startsWith("{")) {
      place.parameter ??= node();
      place = place.parameter;
    } else {
      const child = place.children.get(segment) ?? node();
      place.children.set(segment, child);
      place = child;
    }
  }
  const rival = place.operations.get(operation.method);
  if (rival) throw new TypeError(`${operation.path} and ${rival.path} have the same route.`);
  place.operations.set(operation.method, operation);
}

function find(place: Node, segments: readonly string[], at: number, parameters: string[]): Node | undefined {
  const segment = segments[at];
  if (segment === undefined) return place.operations.size === 0 ? undefined : place;
  const child = place.children.get(segment);
  const found = child && find(child, segments, at + 1, parameters);
  if (found !== undefined || place.parameter === undefined || segment === "") return found;
  parameters.push(segment);
  const below = find(place.parameter, segments, at + 1, parameters);
  if (below === undefined) parameters.pop();
  return below;
}
