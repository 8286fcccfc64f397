import { createTRPCUntypedClient, httpSubscriptionLink } from "@trpc/client";
import superjson from "superjson";

/**
 * A process with what a browser brings: the platform's EventSource, the first of it bare on REST, the second under tRPC's
 * own client. It writes down what they hear, a line each. Arguments: the server's origin, and the path of the stream.
 */
const [origin = "", path = ""] = process.argv.slice(2);
const hear = (by: string, what: unknown): boolean =>
  process.stdout.write(`${JSON.stringify({ by, what })}\n`);

const source = new EventSource(`${origin}/api/v1/${path}`);
source.addEventListener("open", () => hear("rest", "open"));
source.addEventListener("message", ({ data }) => hear("rest", JSON.parse(data)));

const link = httpSubscriptionLink({ url: `${origin}/trpc`, transformer: superjson, EventSource });
createTRPCUntypedClient({ links: [link] }).subscription(path, undefined, {
  onStarted: () => hear("trpc", "open"),
  onData: (data) => hear("trpc", data),
  onError: ({ data }) => hear("trpc", { refused: data }),
});

// An EventSource that waits to come back does not keep the process alive.
setInterval(() => undefined, 60_000);
