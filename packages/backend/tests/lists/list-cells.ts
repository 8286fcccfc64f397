import { z } from "zod";
import { type Target, targets } from "../authorization/cells.ts";

type Input = Readonly<Record<string, unknown>>;

/** A list of the contract, and the values that its filter takes. */
export type List = Target & {
  readonly sorts: readonly string[];
  /** By field: the members of an enum; null where any text or id may stand. */
  readonly filter: Readonly<Record<string, readonly string[] | null>>;
  readonly hasWords: boolean;
  readonly includes: readonly string[];
  /** Fields that name what the list is under. */
  readonly parents: readonly string[];
};

const common = new Set(["page", "limit", "cursor", "sort", "order", "filter", "include", "q"]);

/** Every list of the contract: what is sorted and continues behind a cursor. */
export const lists = (): readonly List[] =>
  targets().flatMap((target) => {
    const fields = shapeOf(target.entry.input);
    if (!fields.sort || !fields.cursor) return [];
    const filter = Object.entries(shapeOf(fields.filter)).map(
      ([name, type]) => [name, membersOf(type)] as const,
    );
    return [
      {
        ...target,
        sorts: membersOf(fields.sort) ?? [],
        filter: Object.fromEntries(filter),
        hasWords: fields.q !== undefined,
        includes: membersOf(elementOf(fields.include)) ?? [],
        parents: Object.keys(fields).filter((name) => !common.has(name)),
      },
    ];
  });

/** Every way of filtering: each field left out or with each of its values. */
export function filters(values: Readonly<Record<string, readonly string[]>>): readonly Input[] {
  return Object.entries(values).reduce<readonly Input[]>(
    (found, [name, options]) =>
      found.flatMap((input) => [input, ...options.map((option) => ({ ...input, [name]: option }))]),
    [{}],
  );
}

function unwrapped(type: unknown): unknown {
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodPrefault)
    return unwrapped(type.unwrap());
  return type;
}

function shapeOf(type: unknown): Readonly<Record<string, unknown>> {
  const inner = unwrapped(type);
  return inner instanceof z.ZodObject ? inner.shape : {};
}

function elementOf(type: unknown): unknown {
  const inner = unwrapped(type);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

function membersOf(type: unknown): readonly string[] | null {
  const inner = unwrapped(type);
  return inner instanceof z.ZodEnum ? inner.options.map(String) : null;
}
