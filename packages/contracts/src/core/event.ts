import type { z } from "zod";

/** Turns the data of one version into that of the next; total, pure, never throws on data that was once valid. */
export type Upcast = (data: unknown) => unknown;

/** A fact that a module tells the others: its name, the shape of its data and how old shapes become new ones. */
export type EventDeclaration<
  Name extends string = string,
  Aggregate extends string = string,
  Data extends z.ZodType = z.ZodType,
> = {
  readonly name: Name;
  /** Of the data written today; 1 or more. */
  readonly version: number;
  /** The kind of thing it happened to; events of one thing are numbered without a gap, in order. */
  readonly aggregate: Aggregate;
  readonly summary: string;
  /** What it says, as JSON: no dates, no undefined; the event itself carries its time. */
  readonly data: Data;
  /** By the version they start from: 1 turns version 1 into version 2. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
};

/**
 * Declares an event.
 *
 * Events are kept for years. A field may be added as optional at any time; any other change raises `version` and
 * adds the upcast from the one before, so that readers only ever see today's shape.
 *
 * @param name - A fact in the past tense: `order.placed`.
 * @throws TypeError when the upcasts do not lead from version 1 to `version`.
 */
export function event<
  const Name extends `${string}.${string}`,
  const Aggregate extends string,
  Data extends z.ZodType,
>(
  name: Name,
  spec: {
    readonly version: number;
    readonly aggregate: Aggregate;
    readonly summary: string;
    readonly data: Data;
    readonly upcasts?: Readonly<Record<number, Upcast>>;
  },
): EventDeclaration<Name, Aggregate, Data> {
  const upcasts = spec.upcasts ?? {};
  for (let from = 1; from < spec.version; from += 1) {
    if (!upcasts[from]) throw new TypeError(`${name}: nothing leads from version ${from} to ${from + 1}.`);
  }
  return {
    name,
    upcasts,
    version: spec.version,
    aggregate: spec.aggregate,
    summary: spec.summary,
    data: spec.data,
  };
}
