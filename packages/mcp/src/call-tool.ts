import { randomUUID } from "node:crypto";
import { type CallContext, type Failure, failureOf } from "@ashlar/rpc";
import type { Tool } from "./tool.ts";

/** What a tool answers, as the protocol has it. */
export type ToolResult = {
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
};

/** The most that an answer may be, in characters of JSON: agents pay for every one. */
const maximumResultLength = 100_000;

/** Calls a tool's procedure, by the way that every surface goes; a failure is a result too, which the agent can read. */
export async function callTool(
  tool: Tool,
  context: CallContext,
  input: unknown,
  key: unknown,
): Promise<ToolResult> {
  const { entry, call } = tool.procedure;
  const { request } = context;
  const idempotencyKey = request.idempotencyKey ?? (typeof key === "string" ? key : randomUUID());
  try {
    const output = await call({ ...context, request: { ...request, idempotencyKey } }, tool.read(input));
    const text = JSON.stringify(output ?? null);
    if (text.length > maximumResultLength) return failed(tooLarge);
    const answer: unknown = JSON.parse(text);
    return {
      content: [{ type: "text", text }],
      // Sound: what is not wrapped is an object by its schema.
      structuredContent: tool.isWrapped ? { result: answer } : (answer as Record<string, unknown>),
    };
  } catch (error) {
    return failed(failureOf(error, entry));
  }
}

const tooLarge = {
  code: "RESULT_TOO_LARGE",
  message: `The answer is longer than ${maximumResultLength} characters; ask for fewer items with \`limit\`.`,
  details: { maximumLength: maximumResultLength },
};

/** A failure with its code, message and details, for a program as for a reader. */
export function failed({
  code,
  message,
  details,
}: Pick<Failure, "code" | "message" | "details">): ToolResult {
  const failure = { code, message, details };
  return {
    content: [{ type: "text", text: JSON.stringify(failure) }],
    structuredContent: failure,
    isError: true,
  };
}
