import { isPattern } from "./compare-formats.ts";
import type { AspectComparison, Comparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaDelta } from "./schema-delta.ts";
import { schemaName } from "./schema-name.ts";

/** Compares what must hold together: the members of an `allOf`, in any order; patterns are compared as formats. */
export const compareConjunctions: AspectComparison = (before, after, at) => {
  const removed: JsonSchema[] = [];
  const added = membersOf(after);
  for (const member of membersOf(before)) {
    const index = added.findIndex((candidate) => at.compare(member, candidate, "").length === 0);
    if (index === -1) removed.push(member);
    else added.splice(index, 1);
  }
  const [first, second] = [removed[0], added[0]];
  if (removed.length === 1 && added.length === 1 && first !== undefined && second !== undefined) {
    return at.compare(first, second, "");
  }
  return [...removed.map((member) => lost(member, at)), ...added.map((member) => gained(member, at))];
};

const membersOf = ({ allOf = [] }: JsonSchema): JsonSchema[] => allOf.filter((member) => !isPattern(member));

const lost = (member: JsonSchema, { field }: Comparison): SchemaDelta => ({
  field,
  effect: "widened",
  what: `need not be ${schemaName(member)} as well`,
});

const gained = (member: JsonSchema, { field }: Comparison): SchemaDelta => ({
  field,
  effect: "narrowed",
  what: `must be ${schemaName(member)} as well`,
});
