import type { AspectComparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaDelta } from "./schema-delta.ts";

/** Compares formats and patterns; which of two different patterns admits more is not decided, both count. */
export const compareFormats: AspectComparison = (before, after, { field }) => [
  ...compareLists("format", one(before.format), one(after.format), field),
  ...compareLists("pattern", patternsOf(before), patternsOf(after), field),
];

const one = (word: string | undefined): string[] => (word === undefined ? [] : [word]);

function compareLists(name: string, before: string[], after: string[], field: string): SchemaDelta[] {
  const removed = before.filter((word) => !after.includes(word));
  const added = after.filter((word) => !before.includes(word));
  if (removed.length > 0 && added.length > 0) {
    return [{ field, effect: "altered", what: `${name} ${removed.join(", ")} → ${added.join(", ")}` }];
  }
  return [
    ...removed.map((word): SchemaDelta => ({ field, effect: "widened", what: `${name} ${word} removed` })),
    ...added.map((word): SchemaDelta => ({ field, effect: "narrowed", what: `${name} ${word} added` })),
  ];
}

/** A text with several patterns has each in an `allOf` of its own. */
const patternsOf = ({ pattern, allOf = [] }: JsonSchema): string[] => [
  ...one(pattern),
  ...allOf.flatMap((member) => (isPattern(member) ? one(member.pattern) : [])),
];

/** Whether a member of an `allOf` is a pattern and nothing else. */
export const isPattern = (member: JsonSchema): boolean =>
  member.pattern !== undefined && Object.keys(member).length === 1;
