import { AsyncLocalStorage } from "node:async_hooks";
import { NoInput } from "@ashlar/contracts";
import { product } from "@ashlar/kernel";
import type { CallContext, SurfaceContext } from "@ashlar/rpc";
import { failureOf } from "@ashlar/rpc";
import {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  inputRequired,
  inputResponse,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { callTool, failed } from "./call-tool.ts";
import { confirmations } from "./confirmation.ts";
import type { McpOptions } from "./mcp-options.ts";
import { resourcesOf } from "./resources.ts";
import { type Tool, toolsOf } from "./tool.ts";

const toolsPerPage = 50;

/**
 * Answers requests of the protocol.
 *
 * What depends on the contract alone, the tools with their schemas, is computed here once; a request gets a server of its own
 * with handlers that look them up.
 */
export function mcpHandler({ procedures, cipher, server: about }: McpOptions) {
  const tools = toolsOf(procedures);
  const resources = resourcesOf(tools);
  const confirming = confirmations(cipher);
  const current = new AsyncLocalStorage<CallContext>();

  const contextOf = (): CallContext => {
    const context = current.getStore();
    if (context === undefined) throw new Error("A request of the protocol is outside of any HTTP request.");
    return context;
  };

  /** @returns undefined when the call is confirmed, or needs no confirmation. */
  const asked = async (tool: Tool, input: unknown, { mcpReq }: ServerContext, isLegacy: boolean) => {
    if (tool.agents === true) return undefined;
    const { actor } = contextOf();
    const { path } = tool.procedure;
    const isAsked = await confirming.isOf(mcpReq.requestState(), path, input, actor);
    const answer = inputResponse(mcpReq.inputResponses, "confirm");
    if (isAsked && answer.kind === "elicit") {
      return answer.action === "accept" && answer.content?.confirm === true ? undefined : failed(declined);
    }
    if (isLegacy || !canAsk(mcpReq)) return failed(cannotAsk(tool.agents.confirm));
    return inputRequired({
      inputRequests: {
        confirm: inputRequired.elicit({
          message: `${tool.agents.confirm} ${JSON.stringify(input ?? {})}`,
          requestedSchema: {
            type: "object",
            properties: { confirm: { type: "boolean", title: tool.agents.confirm } },
            required: ["confirm"],
          },
        }),
      },
      requestState: await confirming.seal(path, input, actor),
    });
  };

  const serverFor = (isLegacy: boolean): Server => {
    const server = new Server(about, { capabilities: { tools: {}, resources: {} } });
    server.setRequestHandler("tools/list", ({ params }) => {
      const context = contextOf();
      const mine = [...tools.values()].filter((tool) => tool.admits(context));
      const start = pageStart(params?.cursor);
      const end = start + toolsPerPage;
      return {
        tools: mine.slice(start, end).map(({ shown }) => shown),
        ...(end < mine.length && { nextCursor: String(end) }),
      };
    });
    server.setRequestHandler("tools/call", async ({ params }, ctx) => {
      const tool = tools.get(params.name);
      if (tool === undefined)
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool "${params.name.slice(0, 100)}".`,
        );
      const isEmpty = Object.keys(params.arguments ?? {}).length === 0;
      const input = tool.procedure.entry.input === NoInput && isEmpty ? undefined : (params.arguments ?? {});
      const question = tool.admits(contextOf()) ? await asked(tool, input, ctx, isLegacy) : undefined;
      return question ?? callTool(tool, contextOf(), input, params._meta?.[`${product.id}/idempotency-key`]);
    });
    server.setRequestHandler("resources/list", () => ({ resources: [] }));
    server.setRequestHandler("resources/templates/list", () => ({
      resourceTemplates: [...resources.templates],
    }));
    server.setRequestHandler("resources/read", async ({ params: { uri } }) => {
      const text = await resources.read(uri, contextOf()).catch((error: unknown) => {
        throw new ProtocolError(ProtocolErrorCode.InternalError, failureOf(error, undefined).message);
      });
      if (text === null)
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no resource ${uri.slice(0, 200)}.`,
        );
      return { contents: [{ uri, mimeType: "application/json", text }] };
    });
    return server;
  };

  const handler = createMcpHandler(({ era }) => serverFor(era === "legacy"));
  return (request: Request, { context }: SurfaceContext): Promise<Response> =>
    current.run(context, () => handler.fetch(request));
}

const declined = {
  code: "CONFIRMATION_DECLINED",
  message: "The user did not confirm; nothing was done.",
  details: {},
};

const cannotAsk = (question: string) => ({
  code: "CONFIRMATION_REQUIRED",
  message:
    "The user has to confirm this, and the client cannot ask (elicitation of revision 2026-07-28); nothing was done.",
  details: { question },
});

/** Whether the client has said with the request that it can put a form before its user. */
function canAsk({ envelope }: ServerContext["mcpReq"]): boolean {
  const capabilities: unknown = Reflect.get(envelope ?? {}, CLIENT_CAPABILITIES_META_KEY);
  return typeof capabilities === "object" && capabilities !== null && "elicitation" in capabilities;
}

/** @throws ProtocolError for a cursor that is none of ours. */
function pageStart(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,4}$/.test(cursor)) return Number(cursor);
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The cursor is not one of this list.");
}
