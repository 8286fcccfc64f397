import { expectTypeOf } from "vitest";
import { z } from "zod";
import { listOf, listUnder, type PageInfo } from "./list-of.ts";

const Thing = z.object({ id: z.string(), name: z.string(), madeAt: z.date(), maker: z.string().optional() });

const list = listOf(Thing, {
  sort: ["madeAt", "name"],
  filter: { name: z.string() },
  include: ["maker"],
});
type Input = Exclude<z.input<typeof list.input>, undefined>;
type Parsed = z.output<typeof list.input>;

// A caller may leave everything out; a handler finds every default filled in.
expectTypeOf<undefined>().toExtend<z.input<typeof list.input>>();
expectTypeOf<Input["sort"]>().toEqualTypeOf<"madeAt" | "name" | undefined>();
expectTypeOf<Input["order"]>().toEqualTypeOf<"asc" | "desc" | undefined>();
expectTypeOf<Input["include"]>().toEqualTypeOf<"maker"[] | undefined>();
expectTypeOf<Exclude<Input["filter"], undefined>>().toEqualTypeOf<{ name?: string | undefined }>();
expectTypeOf<Parsed["sort"]>().toEqualTypeOf<"madeAt" | "name">();
expectTypeOf<Parsed["limit"]>().toEqualTypeOf<number>();
expectTypeOf<Parsed["include"]>().toEqualTypeOf<"maker"[]>();
expectTypeOf<z.output<typeof list.output>["page"]>().toEqualTypeOf<PageInfo>();
expectTypeOf<z.output<typeof list.output>["items"][number]["madeAt"]>().toEqualTypeOf<Date>();

// What no list allows admits no name.
const plain = listOf(Thing, { sort: ["name"] });
type Plain = Exclude<z.input<typeof plain.input>, undefined>;
expectTypeOf<Plain["include"]>().toEqualTypeOf<never[] | undefined>();
expectTypeOf<{ name: string }>().not.toExtend<Plain["filter"]>();

// @ts-expect-error: the item has no such field to sort by
listOf(Thing, { sort: ["size"] });
// @ts-expect-error: a list has a default order
listOf(Thing, { sort: [] });
// @ts-expect-error: the item has no such field to include
listOf(Thing, { sort: ["name"], include: ["size"] });

// What names the parent is required, so the call cannot go without input.
const under = listUnder({ boxId: z.string() }, Thing, { sort: ["name"] });
expectTypeOf<z.input<typeof under.input>["boxId"]>().toEqualTypeOf<string>();
expectTypeOf<undefined>().not.toExtend<z.input<typeof under.input>>();
