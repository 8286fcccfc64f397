import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const Attribute = z.object({
  key: z.string(),
  value: z.object({
    stringValue: z.string().optional(),
    intValue: z.union([z.number(), z.string()]).optional(),
  }),
});
const Received = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes: z.array(Attribute),
              status: z.object({ code: z.number().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as the collector got it. */
export type CollectedSpan = {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly isFailed: boolean;
  readonly attributes: Readonly<Record<string, string>>;
};

export type Collector = AsyncDisposable & { readonly endpoint: string; readonly spans: CollectedSpan[] };

/** An OTLP/HTTP collector on a port of its own, which keeps every span. */
export async function collector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      const received = Received.parse(await json(request));
      spans.push(...received.resourceSpans.flatMap(spansOf));
      response
        .writeHead(request.url === "/v1/traces" ? 200 : 404, { "content-type": "application/json" })
        .end("{}");
    };
    void take();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const textOf = ({ value }: z.output<typeof Attribute>): string =>
  value.stringValue ?? String(value.intValue ?? "");

function spansOf({
  resource,
  scopeSpans,
}: z.output<typeof Received>["resourceSpans"][number]): CollectedSpan[] {
  const named = (attributes: z.output<typeof Attribute>[]) =>
    Object.fromEntries(attributes.map((attribute) => [attribute.key, textOf(attribute)]));
  const service = named(resource.attributes)["service.name"] ?? "";
  return scopeSpans.flatMap(({ spans }) =>
    spans.map(({ traceId, spanId, parentSpanId = "", name, status, attributes }) => ({
      service,
      traceId,
      spanId,
      parentSpanId,
      name,
      isFailed: status.code === 2,
      attributes: named(attributes),
    })),
  );
}
