import { Client, type ClientOptions, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

export type Era = "2025-11-25" | "2026-07-28";

type Tool = Awaited<ReturnType<Client["listTools"]>>["tools"][number];
type Result = Awaited<ReturnType<Client["callTool"]>>;

export type Agent = AsyncDisposable & {
  readonly client: Client;
  readonly tools: () => Promise<readonly Tool[]>;
  /** @returns what the tool answered; of a failure `{ code, message, details }`. */
  readonly call: (name: string, input?: Record<string, unknown>) => Promise<Answer>;
};

export type Answer = { readonly isError: boolean; readonly value: Readonly<Record<string, unknown>> };

/** Connects the official client. @param answer - How its user answers questions; left out, the client cannot ask any. */
export async function agent(
  url: string,
  options: {
    readonly era?: Era;
    readonly headers?: Record<string, string>;
    readonly answer?: (question: string) => { action: "accept" | "decline"; confirm?: boolean };
  } = {},
): Promise<Agent> {
  const { era = "2026-07-28", headers = {}, answer } = options;
  const modern: ClientOptions = era === "2026-07-28" ? { versionNegotiation: { mode: "auto" } } : {};
  const capabilities = answer ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: "agent", version: "1.0.0" }, { ...modern, capabilities });
  if (answer) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      const { action, confirm = true } = answer(params.message);
      return action === "accept" ? { action, content: { confirm } } : { action };
    });
  }
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }),
  );
  return {
    client,
    tools: async () => {
      const all: Tool[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.listTools(cursor === undefined ? undefined : { cursor });
        all.push(...page.tools);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return all;
    },
    call: async (name, input = {}) => answerOf(await client.callTool({ name, arguments: input })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const answerOf = ({ isError = false, structuredContent }: Result): Answer => ({
  isError: isError === true,
  value: { ...Object(structuredContent) },
});
