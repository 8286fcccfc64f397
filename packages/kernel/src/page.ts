/**
 * One page of a list, newest-first or by the sort asked for.
 *
 * Lists are read by keyset (`nextCursor`); `page`, `total` and `totalPages` are present only when the caller
 * asked for a numbered page.
 */
export type Page = {
  /** Items asked for, 1–100. */
  readonly limit: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly nextCursor?: string | undefined;
  readonly page?: number | undefined;
  readonly total?: number | undefined;
  /** True: the list is longer than what is counted of it, and `total` and `totalPages` are the least they can be. */
  readonly totalIsMinimum?: boolean | undefined;
  readonly totalPages?: number | undefined;
};

export type Paged<Item> = { readonly items: readonly Item[]; readonly page: Page };
