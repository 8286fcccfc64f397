import { z } from "zod";
import { text } from "./text.ts";

/**
 * How a list was cut; `total`, `totalPages` and `page` come only with a numbered page.
 *
 * A list is counted up to 10,000 items; `totalIsMinimum` is then true, and there are at least as many.
 */
export const PageInfo = z.object({
  limit: z.int(),
  total: z.int().optional(),
  totalIsMinimum: z.boolean().optional(),
  page: z.int().optional(),
  totalPages: z.int().optional(),
  hasNext: z.boolean(),
  hasPrevious: z.boolean(),
  nextCursor: z.string().optional(),
});
export type PageInfo = z.output<typeof PageInfo>;

/** Deepest page that may be numbered; beyond it, follow `nextCursor`. */
export const maximumPage = 1_000;

type FieldOf<Item extends z.ZodObject> = keyof Item["shape"] & string;

type Shape = Readonly<Record<string, z.ZodType>>;

type Allowed<Field extends string> = {
  /** The first name is the default. */
  readonly sort: readonly [Field, ...Field[]];
  readonly filter?: Shape;
  readonly include?: readonly Field[];
};

type Names<List> = List extends readonly string[] ? List : readonly never[];

type ShapeOf<Given> = Given extends Shape ? Given : Record<never, never>;

type Partly<Fields extends Shape> = { [Name in keyof Fields]: z.ZodOptional<Fields[Name]> };

function listFields<const Allow extends Allowed<string>>(allow: Allow) {
  return {
    /** Numbered page, from 1; not together with `cursor`. */
    page: z.int().min(1).max(maximumPage).optional(),
    limit: z.int().min(1).max(100).default(20),
    /** Where the page before ended: its `nextCursor`, for the same `sort` and `order`. */
    cursor: text(1, 500).optional(),
    sort: z.enum(allow.sort as Allow["sort"]).default(allow.sort[0] as never),
    order: z.enum(["asc", "desc"]).default("desc"),
    // Sound: `partial` makes each field of the shape optional; an absent shape admits no filter.
    filter: z
      .strictObject(z.object(allow.filter ?? {}).partial().shape as Partly<ShapeOf<Allow["filter"]>>)
      .optional(),
    // Sound: an absent list admits no name.
    include: z
      .array(z.enum((allow.include ?? []) as Names<Allow["include"]>))
      .max(10)
      .default([]),
  };
}

const listAnswer = <Item extends z.ZodObject>(item: Item) =>
  z.object({ items: z.array(item), page: PageInfo });

type OptionalShape = Readonly<Record<string, z.ZodOptional>>;

/**
 * The input and output of a list: what may be filtered, sorted and included is an allow-list of fields.
 *
 * Every field has a default, so the call needs no input. Order is descending unless asked otherwise.
 *
 * @param extra - Further optional fields of the input.
 */
export function listOf<
  Item extends z.ZodObject,
  const Allow extends Allowed<FieldOf<Item>>,
  Extra extends OptionalShape = Record<never, never>,
>(item: Item, allow: Allow, extra?: Extra) {
  // Sound: an absent `extra` is the empty shape, its default type; every field of the object may be missing.
  const input = z.strictObject({ ...listFields(allow), ...((extra ?? {}) as Extra) }).prefault({} as never);
  return { input, output: listAnswer(item) };
}

/** The same below a parent: the fields of `parent` are required, and name it in the route. */
export function listUnder<
  Parent extends Shape,
  Item extends z.ZodObject,
  const Allow extends Allowed<FieldOf<Item>>,
>(parent: Parent, item: Item, allow: Allow) {
  return { input: z.strictObject({ ...listFields(allow), ...parent }), output: listAnswer(item) };
}
