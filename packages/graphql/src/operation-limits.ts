import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";
import { fieldsBelow } from "./selected-includes.ts";

export const operationLimits = {
  /** Words and signs of a text. */
  tokens: 2_000,
  /** Fields inside fields. */
  depth: 10,
  /** Fields at the root, under whatever names: each is a call. */
  calls: 15,
  /** Calls, and one more for each item of a page whose relations are selected: a page of 50 posts with authors costs 51. */
  cost: 500,
} as const;

const refused = (message: string, limit: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "OPERATION_TOO_LARGE", details: { limit }, status: 400 } });

/** Refuses operations that are deeper than allowed or make more calls, before anything is run. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const fragments = fragmentsOf(context.getDocument());
  return {
    OperationDefinition: (operation) => {
      const { depth, calls } = operationLimits;
      if (depthOf(operation.selectionSet, fragments, new Set()) > depth)
        context.reportError(refused(`The operation is deeper than ${depth} fields.`, depth));
      if (callsOf(operation, fragments) > calls)
        context.reportError(refused(`The operation makes more than ${calls} calls.`, calls));
    },
  };
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  Object.fromEntries(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );

/** @param open - Fragments that are being measured: one that holds itself is refused by another rule. */
function depthOf(set: SelectionSetNode | undefined, fragments: Fragments, open: ReadonlySet<string>): number {
  if (set === undefined) return 0;
  const depths = set.selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return 1 + depthOf(selection.selectionSet, fragments, open);
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet, fragments, open);
    const name = selection.name.value;
    if (open.has(name)) return 0;
    return depthOf(fragments[name]?.selectionSet, fragments, new Set([...open, name]));
  });
  return Math.max(0, ...depths);
}

function callsOf(operation: OperationDefinitionNode, fragments: Fragments): number {
  const count = (set: SelectionSetNode | undefined, open: ReadonlySet<string>): number =>
    (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet, open);
      const name = selection.name.value;
      if (open.has(name)) return sum;
      return sum + count(fragments[name]?.selectionSet, new Set([...open, name]));
    }, 0);
  return count(operation.selectionSet, new Set());
}

/** @throws GraphQLError when an operation costs more than allowed; run with its variables, before it is executed. */
export function requireAffordable(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  relationsOf: (field: string) => readonly string[],
): void {
  const fragments = fragmentsOf(document);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  for (const { selectionSet } of operations) {
    const cost = fieldsBelow(selectionSet.selections, fragments).reduce((sum, field) => {
      const relations = relationsOf(field.name.value);
      const items = fieldsBelow(field.selectionSet?.selections ?? [], fragments)
        .filter(({ name }) => name.value === "items")
        .flatMap((node) => fieldsBelow(node.selectionSet?.selections ?? [], fragments));
      const selected = items.filter(({ name }) => relations.includes(name.value)).length;
      if (selected === 0) return sum + 1;
      const limit = field.arguments?.find(({ name }) => name.value === "limit")?.value;
      const rows =
        limit?.kind === Kind.INT
          ? Number(limit.value)
          : limit?.kind === Kind.VARIABLE
            ? Number(variables[limit.name.value] ?? 20)
            : 20;
      return sum + 1 + selected * Math.min(Math.max(rows, 0), 100);
    }, 0);
    const { cost: most } = operationLimits;
    if (cost > most) throw refused(`The operation costs ${cost}, and at most ${most} are allowed.`, most);
  }
}
