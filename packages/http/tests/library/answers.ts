import { z } from "zod";

const Body = z.looseObject({
  data: z.unknown().optional(),
  meta: z.looseObject({}).optional(),
  links: z.looseObject({}).optional(),
  error: z
    .looseObject({
      code: z.string(),
      details: z.array(z.looseObject({ field: z.string(), constraint: z.string() })),
    })
    .optional(),
});

export type JsonAnswer = z.output<typeof Body> & { readonly status: number; readonly headers: Headers };

/** Reads an answer with a JSON body: its status, headers and envelope. */
export async function jsonAnswer(response: Promise<Response>): Promise<JsonAnswer> {
  const { status, headers, ...rest } = await response.then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    body: Body.parse(await answer.json()),
  }));
  return { status, headers, ...rest.body };
}

/** A JSON request by somebody who may write. */
export const sending = (
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): RequestInit => ({
  method,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers: { "content-type": "application/json", authorization: "Bearer writer", ...headers },
});
