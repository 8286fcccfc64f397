import type { Target } from "./cells.ts";

export type Told = { readonly status: number; readonly code: string; readonly message: string };

export type Credentials = Readonly<Record<string, string>>;

export type Input = Readonly<Record<string, unknown>>;

export type CallSurface = (
  target: Target,
  credentials: Credentials,
  input: Input | undefined,
) => Promise<Told>;

/** No row has this id. */
export const unknownId = "01900000-0000-7000-8000-00000000dead";

const fresh = (): Credentials => ({ "idempotency-key": crypto.randomUUID() });

/** Calls by tRPC over HTTP, as any client would. */
export const overTrpc =
  (url: string): CallSurface =>
  async ({ path, entry }, credentials, input) => {
    const body = input === undefined ? "{}" : JSON.stringify({ json: input });
    const isChange = entry.kind === "mutation";
    const query = input === undefined ? "" : `?input=${encodeURIComponent(body)}`;
    const response = await fetch(`${url}/trpc/${path}${isChange ? "" : query}`, {
      method: isChange ? "POST" : "GET",
      headers: { ...credentials, ...fresh(), ...(isChange && { "content-type": "application/json" }) },
      ...(isChange && { body }),
    });
    const answer = await firstOf(response);
    const error = answer.error?.json ?? answer.json;
    return {
      status: error?.data?.httpStatus ?? response.status,
      code: error?.data?.failure?.code ?? error?.data?.code ?? "",
      message: error?.message ?? "",
    };
  };

/** Calls the REST route of the same entry. */
export const overRest =
  (url: string): CallSurface =>
  async ({ entry }, credentials, input = {}) => {
    const [method = "", template = ""] = entry.route.split(" ");
    const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const path = template.replace(/\{(\w+)\}/g, (_, name) => String(input[name] ?? unknownId));
    const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.includes(name)));
    const hasBody = method !== "GET" && method !== "DELETE";
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...credentials, ...fresh(), ...(hasBody && { "content-type": "application/json" }) },
      ...(hasBody && { body: JSON.stringify(rest) }),
    });
    const { error } = await firstOf(response);
    return { status: response.status, code: error?.code ?? "", message: error?.message ?? "" };
  };

// The two surfaces share no envelope; this names the fields that either has.
type Answer = {
  readonly error?: { readonly code?: string; readonly message?: string; readonly json?: TrpcError };
  readonly json?: TrpcError;
};
type TrpcError = {
  readonly message?: string;
  readonly data?: {
    readonly httpStatus?: number;
    readonly code?: string;
    readonly failure?: { readonly code: string } | null;
  };
};

/** The answer, or of a stream the first message; the stream is closed then. */
async function firstOf(response: Response): Promise<Answer> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    const text = await response.text();
    return text === "" ? {} : (JSON.parse(text) as Answer);
  }
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  const text = new TextDecoder().decode(value);
  const data = /^event: serialized-error\ndata: (.*)$/m.exec(text)?.[1];
  return data === undefined ? {} : (JSON.parse(data) as Answer);
}
