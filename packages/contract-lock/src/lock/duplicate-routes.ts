/**
 * Finds procedures that a request cannot tell apart: the same method and path, whatever the parameters are called.
 *
 * @param routes - Procedure path and route, such as `GET /posts/{id}`.
 * @returns A sentence for each procedure whose route is taken by one before it.
 */
export function duplicateRoutes(routes: readonly (readonly [path: string, route: string])[]): string[] {
  const owners = new Map<string, string>();
  return routes.flatMap(([path, route]) => {
    const shape = shapeOf(route);
    const owner = owners.get(shape);
    if (owner === undefined) owners.set(shape, path);
    return owner === undefined
      ? []
      : [`${path}: ${route} is the route of ${owner} too; give one of them another method or path`];
  });
}

/** A trailing slash and the names of parameters make no difference to a request. */
const shapeOf = (route: string): string => route.replaceAll(/\{[^}]*\}/g, "{}").replace(/\/+$/, "");
