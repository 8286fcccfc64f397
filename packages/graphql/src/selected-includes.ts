import { coreOf } from "@ashlar/rpc";
import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionNode } from "graphql";
import type { z } from "zod";

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Fields of a list's items that are looked up only when asked for; empty for any other procedure. */
export function includesOf(input: z.core.$ZodType): readonly string[] {
  const { def } = coreOf(input)._zod;
  if (def.type !== "object" || def.shape.include === undefined) return [];
  const include = coreOf(def.shape.include)._zod.def;
  if (include.type !== "array") return [];
  const element = coreOf(include.element)._zod.def;
  return element.type === "enum" ? Object.values(element.entries).map(String) : [];
}

/** Those of them that a query selects below `items`. */
export function selectedIncludes(
  nodes: readonly FieldNode[],
  fragments: Fragments,
  includes: readonly string[],
): readonly string[] {
  if (includes.length === 0) return [];
  const items = nodes.flatMap((node) => fieldsBelow(node.selectionSet?.selections ?? [], fragments));
  const names = items
    .filter(({ name }) => name.value === "items")
    .flatMap((node) => fieldsBelow(node.selectionSet?.selections ?? [], fragments))
    .map(({ name }) => name.value);
  return includes.filter((name) => names.includes(name));
}

/** Fields of a selection, fragments opened; validation has seen that none holds itself. */
export function fieldsBelow(
  selections: readonly SelectionNode[],
  fragments: Fragments,
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsBelow(selection.selectionSet.selections, fragments);
    return fieldsBelow(fragments[selection.name.value]?.selectionSet.selections ?? [], fragments);
  });
}
