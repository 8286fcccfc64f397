import type { PageInfo } from "@ashlar/contracts";
import { uriReference } from "./uri-reference.ts";

/** Where a list continues: relative references, null where there is no such page. */
export type ListLinks = {
  readonly self: string;
  readonly first: string;
  readonly prev: string | null;
  readonly next: string | null;
  /** With numbered pages of lists that were counted to their end. */
  readonly last?: string;
};

/**
 * Makes the links of a list; each keeps the filter, the sort and the limit of the request.
 *
 * A numbered page leads to numbered pages, any other to the next keyset cursor; keyset lists go forward only.
 *
 * @param path - Path of the request, base included.
 * @param query - Query string of the request, without `?`.
 */
export function listLinks(path: string, query: string, page: PageInfo): ListLinks {
  const at = (place: Readonly<Record<string, string>>): string => address(path, query, place);
  const self = uriReference(query === "" ? path : `${path}?${query}`);
  if (page.page === undefined) {
    return {
      self,
      first: at({}),
      prev: null,
      next: page.hasNext && page.nextCursor !== undefined ? at({ cursor: page.nextCursor }) : null,
    };
  }
  const numbered = (number: number): string => at({ page: String(number) });
  return {
    self,
    first: numbered(1),
    prev: page.hasPrevious ? numbered(page.page - 1) : null,
    next: page.hasNext ? numbered(page.page + 1) : null,
    ...(page.totalPages === undefined || page.totalIsMinimum
      ? {}
      : { last: numbered(Math.max(1, page.totalPages)) }),
  };
}

function address(path: string, query: string, place: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(query);
  parameters.delete("page");
  parameters.delete("cursor");
  for (const [name, value] of Object.entries(place)) parameters.set(name, value);
  return parameters.size === 0 ? uriReference(path) : `${uriReference(path)}?${parameters}`;
}
