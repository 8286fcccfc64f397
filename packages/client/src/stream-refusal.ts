/** Why a stream was not opened, or did not stay open. */
export type Refusal = {
  /** Whether trying again would not help. */
  readonly isFinal: boolean;
  readonly message: string;
  /** The error as the tRPC server sent it, still serialized; undefined where something else answered. */
  readonly shape: unknown;
  readonly retryAfterMs: number;
  /** The error as the server shaped it, where it refused the position alone. */
  readonly lostPosition?: object;
};

const passing = new Set([429, 500, 502, 503, 504]);

/** Reads an answer that is not an event stream; undefined when it is one. */
export async function refusalOf(response: Response): Promise<Refusal | undefined> {
  const { status, headers } = response;
  const isStream = headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  if (status === 200 && isStream) return undefined;
  const isFinal = !passing.has(status);
  const body: unknown = await response.json().catch(() => undefined);
  return {
    isFinal,
    message: `The server answered a subscription with status ${status} and no event stream.`,
    // A transient error is not the subscriber's to handle: the stream is opened again.
    shape: isFinal ? errorIn(body) : undefined,
    retryAfterMs: Number(headers.get("retry-after") ?? 0) * 1_000 || 0,
  };
}

const errorIn = (body: unknown): unknown => {
  const answer: unknown = Array.isArray(body) ? body[0] : body;
  return typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
};
