import { compareSchemas } from "../schema-diff/compare-schemas.ts";
import type { JsonSchema } from "../schema-diff/json-schema.ts";
import type { Change } from "./change.ts";
import type { ContractLock } from "./contract-lock.ts";
import { verdicts } from "./verdicts.ts";

/** The contracts before and after; schemas of both may refer to their shared sections. */
export type Locks = { readonly before: ContractLock; readonly after: ContractLock };

/** Compares one schema and judges each difference by the way the value travels. */
export function schemaChanges(
  schemas: { readonly before: JsonSchema; readonly after: JsonSchema },
  travel: keyof typeof verdicts,
  place: Pick<Change, "procedure" | "field">,
  locks: Locks,
): Change[] {
  const resolve = { before: resolverOf(locks.before), after: resolverOf(locks.after) };
  return compareSchemas(schemas.before, schemas.after, resolve).map(({ field, effect, what }) => ({
    procedure: place.procedure,
    field: `${place.field}${field}`,
    what,
    ...verdicts[travel][effect],
  }));
}

const resolverOf =
  ({ schemas }: ContractLock) =>
  (reference: string): JsonSchema | undefined => {
    const [, direction, name] = /^#\/schemas\/(input|output)\/(.+)$/.exec(reference) ?? [];
    if (name === undefined) return undefined;
    return (direction === "input" ? schemas.input : schemas.output)[name];
  };
