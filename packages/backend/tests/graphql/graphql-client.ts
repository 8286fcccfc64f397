export type Reply = {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

/** Sends an operation as any client does. */
export async function send(
  url: string,
  query: string,
  options: {
    readonly variables?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly extensions?: object;
  } = {},
): Promise<Reply> {
  const { variables, headers = {}, extensions } = options;
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ query, variables, extensions }),
  });
  const body = Object((await response.json()) as unknown);
  return { status: response.status, data: body.data, errors: body.errors ?? [] };
}

/** Reads the results of a subscription until one fulfils the condition. */
export async function resultsUntil(
  response: Response,
  isEnough: (results: readonly unknown[]) => boolean,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) results.push(JSON.parse(data));
    }
    if (isEnough(results)) break;
  }
  return results;
}
