import { type AnyEntry, type ForAgents, NoInput } from "@ashlar/contracts";
import { type BoundProcedure, gateOf, type JsonReader, jsonReaderOf, plainSchema } from "@ashlar/rpc";
import { z } from "zod";

/** A procedure as an agent sees it. */
export type Tool = {
  readonly procedure: BoundProcedure;
  readonly agents: ForAgents;
  /** As `tools/list` shows it. */
  readonly shown: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly inputSchema: ObjectSchema;
    readonly outputSchema: ObjectSchema;
    readonly annotations: Readonly<Record<string, boolean | string>>;
  };
  /** Makes the procedure's input of the arguments. */
  readonly read: JsonReader;
  /** Whether the answer is one field of the structured content, as it is no object itself. */
  readonly isWrapped: boolean;
  /** Whether a caller passes the gate. */
  readonly admits: (caller: Parameters<ReturnType<typeof gateOf>>[0]) => boolean;
};

type ObjectSchema = { readonly type: "object"; readonly [keyword: string]: unknown };

/** Makes a tool of each procedure whose entry says `agents`; a stream is none. */
export const toolsOf = (procedures: readonly BoundProcedure[]): ReadonlyMap<string, Tool> =>
  new Map(
    procedures.flatMap((procedure) => {
      const { agents, kind } = procedure.entry;
      if (agents === undefined || kind === "subscription") return [];
      return [[procedure.path, toolOf(procedure, agents)] as const];
    }),
  );

function toolOf(procedure: BoundProcedure, agents: ForAgents): Tool {
  const { entry, path } = procedure;
  const output = schemaOf(entry.output, "output");
  const isWrapped = output.type !== "object" || output.anyOf !== undefined;
  const gate = gateOf(entry);
  return {
    procedure,
    agents,
    shown: {
      name: path,
      title: entry.summary.replace(/\.$/, ""),
      description: descriptionOf(entry),
      inputSchema: entry.input === NoInput ? nothing : asObject(schemaOf(entry.input, "input")),
      outputSchema: isWrapped ? wrapped(output) : asObject(output),
      annotations: {
        title: entry.summary.replace(/\.$/, ""),
        readOnlyHint: entry.kind === "query",
        destructiveHint: agents !== true,
        idempotentHint: entry.idempotency !== "none",
        openWorldHint: false,
      },
    },
    read: jsonReaderOf(entry.input) ?? ((value) => value),
    isWrapped,
    admits: (caller) => {
      try {
        gate(caller);
        return true;
      } catch {
        return false;
      }
    },
  };
}

const nothing: ObjectSchema = { type: "object", properties: {}, additionalProperties: false };

type Schema = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Schema => {
  if (schema instanceof z.ZodVoid) return { type: "null" };
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: plainSchema(io),
    // A tool's schema stands alone: nothing is shared between tools.
    reused: "inline",
  });
  return unreferenced(plain);
};

/** A named schema is a reference at the root, which a tool's schema cannot be. */
function unreferenced(schema: Schema): Schema {
  const { $ref, $defs, ...own } = schema;
  if (typeof $ref !== "string") return schema;
  const root: unknown = Reflect.get(Object($defs), $ref.replace("#/$defs/", ""));
  return { ...Object(root), ...own, $defs };
}

const asObject = (schema: Schema): ObjectSchema => ({ ...schema, type: "object" });

function wrapped({ $defs, ...result }: Schema): ObjectSchema {
  return {
    type: "object",
    properties: { result },
    required: ["result"],
    ...($defs !== undefined && { $defs }),
  };
}

/** What it does, and how it can fail: an agent that knows the codes need not guess. */
function descriptionOf({ summary, description, errors, agents }: AnyEntry): string {
  const sentences = [summary, description, agents === true ? undefined : "Asks the user to confirm first."];
  const outcomes = errors.map(({ code, summary: meaning }) => `${code}: ${meaning}`);
  const failures = outcomes.length === 0 ? [] : [`Fails with ${outcomes.join(" ")}`];
  return [...sentences.filter((sentence) => sentence !== undefined), ...failures].join("\n");
}
