import type { AnyEntry } from "@ashlar/contracts";
import { coreOf, type OpenedStream, type SurfaceContext } from "@ashlar/rpc";
import {
  type GraphQLFieldConfig,
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  GraphQLString,
  getNullableType,
} from "graphql";
import { failedCall } from "./failed-call.ts";
import { argumentsOf } from "./input-type.ts";
import { leafTypes } from "./leaf-type.ts";
import { outputTypes } from "./output-type.ts";
import { includesOf, selectedIncludes } from "./selected-includes.ts";
import { fieldName, typeName } from "./type-names.ts";

/** What resolvers get of the request. */
export type ResolverContext = { readonly on: SurfaceContext };

type Call = (context: SurfaceContext["context"], input: unknown) => Promise<unknown>;
type Field = GraphQLFieldConfig<unknown, ResolverContext, Readonly<Record<string, unknown>>>;
/** A procedure; without its call where only the types are wanted. */
export type Described = { readonly path: string; readonly entry: AnyEntry; readonly call?: Call };

/** Makes the schema of procedures: a field for each, with the contract's input as arguments and its output as type. */
export function schemaOf(procedures: readonly Described[]): GraphQLSchema {
  const leaf = leafTypes();
  const output = outputTypes(leaf);
  const fieldOf = ({ path, entry, call }: Described): readonly [string, Field] => {
    const name = fieldName(path);
    const own = argumentsOf(entry.input, name, leaf);
    // A field that fails is null and leaves the others what they are.
    const type = getNullableType(output(entry.output, typeName(name)));
    const isKeyed = entry.idempotency === "key";
    const field: Field = {
      type: entry.kind === "subscription" ? messageOf(name, type) : type,
      description: [entry.summary, entry.description].filter((text) => text !== undefined).join("\n\n"),
      args: {
        ...own,
        ...(isKeyed && { idempotencyKey: { type: GraphQLString } }),
        ...(entry.kind === "subscription" && { lastEventId: { type: GraphQLString } }),
      },
      ...(entry.deprecated && { deprecationReason: `Use ${entry.deprecated.successor ?? "another field"}.` }),
    };
    if (call === undefined) return [name, field];
    return [name, { ...field, ...resolversOf({ path, entry, call }) }];
  };
  const root = (kind: AnyEntry["kind"], name: string): GraphQLObjectType =>
    new GraphQLObjectType({
      name,
      fields: Object.fromEntries(procedures.filter(({ entry }) => entry.kind === kind).map(fieldOf)),
    });
  const has = (kind: AnyEntry["kind"]): boolean => procedures.some(({ entry }) => entry.kind === kind);
  return new GraphQLSchema({
    query: root("query", "Query"),
    ...(has("mutation") && { mutation: root("mutation", "Mutation") }),
    ...(has("subscription") && { subscription: root("subscription", "Subscription") }),
  });
}

/** A message of a stream, with the position to resume after. */
const messageOf = (name: string, data: GraphQLOutputType): GraphQLOutputType =>
  new GraphQLObjectType({
    name: `${typeName(name)}Message`,
    fields: { id: { type: new GraphQLNonNull(GraphQLID) }, data: { type: data } },
  });

function resolversOf({ entry, call }: Required<Described>): Pick<Field, "resolve" | "subscribe"> {
  const includes = includesOf(entry.input);
  const isVoid = coreOf(entry.output)._zod.def.type === "void";
  const run = async (
    given: Readonly<Record<string, unknown>>,
    { on: { context } }: ResolverContext,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const { idempotencyKey, lastEventId, ...fields } = given;
    const request = {
      ...context.request,
      ...(typeof idempotencyKey === "string" && { idempotencyKey }),
      ...(typeof lastEventId === "string" && { lastEventId }),
    };
    const selected = selectedIncludes(info.fieldNodes, info.fragments, includes);
    const input = inputOf(entry, selected.length === 0 ? fields : { include: selected, ...fields });
    try {
      return await call({ ...context, request }, input);
    } catch (error) {
      throw failedCall(error, entry);
    }
  };
  if (entry.kind !== "subscription")
    return {
      resolve: async (_, given, context, info) => {
        const answer = await run(given, context, info);
        return isVoid ? true : answer;
      },
    };
  return {
    subscribe: async (_, given, context, info) => {
      context.on.keepOpen();
      // Sound: the handler of a subscription answers with a stream.
      const { messages } = (await run(given, context, info)) as OpenedStream<unknown>;
      return messages;
    },
    resolve: (message) => message,
  };
}

/** Arguments as plain objects, without those that are null: the contract knows absent fields. */
function inputOf({ input }: AnyEntry, given: object): unknown {
  if (coreOf(input)._zod.def.type !== "object") return undefined;
  return withoutNulls(structuredClone(given));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  );
}
