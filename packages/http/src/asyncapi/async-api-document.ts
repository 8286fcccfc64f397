import type { EventDeclaration } from "@ashlar/contracts";
import { product } from "@ashlar/kernel";
import type { BoundProcedure } from "@ashlar/rpc";
import { z } from "zod";
import type { JsonSchema } from "../openapi/json-schema.ts";
import { schemaCatalog } from "../openapi/schema-catalog.ts";
import { restBase } from "../rest/rest-base.ts";

export type AsyncApiOptions = {
  /** Of which the streams are described. */
  readonly procedures: readonly Pick<BoundProcedure, "path" | "entry">[];
  /** Everything that is relayed to brokers. */
  readonly events: readonly EventDeclaration[];
  /** Names of those that leave by webhooks. */
  readonly webhookEvents: readonly string[];
};

const about = `What the service sends by itself. Brokers get every event as a CloudEvent; webhooks those that concern the business,
signed as Standard Webhooks says; streams are server-sent events, of which each has an id to resume after.`;

/**
 * Writes the AsyncAPI 3.0 document: events by name and version, webhooks, streams.
 *
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApiDocument({ procedures, events, webhookEvents }: AsyncApiOptions): JsonSchema {
  const catalog = schemaCatalog();
  const hooks = events.filter(({ name }) => webhookEvents.includes(name));
  const streams = procedures.filter(({ entry }) => entry.kind === "subscription");
  const messages = {
    ...named(events, (event) => [
      keyOf(event.name),
      eventMessage(event, cloudEvent(event, catalog.output(event.data))),
    ]),
    ...named(hooks, (event) => [
      `${keyOf(event.name)}_webhook`,
      { ...eventMessage(event, webhookBody(event, catalog.output(event.data))), headers: signatureHeaders },
    ]),
    ...named(streams, ({ path, entry }) => [
      `${keyOf(path)}_message`,
      {
        name: path,
        title: path,
        summary: entry.summary,
        contentType: "text/event-stream",
        payload: catalog.output(entry.output),
      },
    ]),
  };
  const channels = {
    events: {
      address: product.eventSubject,
      title: "Events",
      description:
        "The subject of NATS and the default topic of Kafka; the events of one thing come in order.",
      messages: references(
        "messages",
        events.map(({ name }) => keyOf(name)),
      ),
    },
    webhooks: {
      address: null,
      title: "Webhooks",
      description: "A POST to each endpoint that subscribed; repeated until it is answered with 2xx.",
      messages: references(
        "messages",
        hooks.map(({ name }) => `${keyOf(name)}_webhook`),
      ),
    },
    ...named(streams, ({ path, entry }) => [
      keyOf(path),
      {
        address: `${restBase}${entry.route.slice(entry.route.indexOf("/"))}`,
        title: path,
        description: entry.description ?? entry.summary,
        messages: references("messages", [`${keyOf(path)}_message`]),
      },
    ]),
  };
  return {
    asyncapi: "3.0.0",
    info: {
      title: `${product.name} events`,
      version: "1.0.0",
      description: about,
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
      contact: {
        name: "The operators of this server",
        url: "https://example.org",
        email: "operators@example.org",
      },
    },
    defaultContentType: "application/json",
    channels,
    operations: named(Object.entries(channels), ([name, { title }]) => [
      `send_${name}`,
      {
        action: "send",
        title,
        summary: `The service sends ${title}.`,
        channel: { $ref: `#/channels/${name}` },
        messages: Object.keys(Object(Reflect.get(channels, name)).messages).map((message) => ({
          $ref: `#/channels/${name}/messages/${message}`,
        })),
      },
    ]),
    components: { messages, schemas: catalog.schemas() },
  };
}

const keyOf = (name: string): string => name.replaceAll(".", "_");

const named = <Item>(
  items: readonly Item[],
  entryOf: (item: Item) => readonly [name: string, value: JsonSchema],
): Readonly<Record<string, JsonSchema>> => Object.fromEntries(items.map(entryOf));

const references = (kind: string, names: readonly string[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/${kind}/${name}` }]));

const eventMessage = ({ name, version, summary }: EventDeclaration, payload: JsonSchema): JsonSchema => ({
  name,
  title: `${name}, version ${version}`,
  summary,
  payload,
});

/** CloudEvents 1.0.2, JSON format, as the relay writes it. */
const cloudEvent = ({ name, version, aggregate }: EventDeclaration, data: JsonSchema): JsonSchema => ({
  type: "object",
  required: ["specversion", "id", "source", "type", "subject", "time", "sequence", "data"],
  properties: {
    specversion: { const: "1.0" },
    id: { type: "string", format: "uuid" },
    source: { type: "string", format: "uri-reference" },
    type: { const: name },
    subject: { type: "string", description: `Id of the ${aggregate}.` },
    time: { type: "string", format: "date-time" },
    datacontenttype: { const: "application/json" },
    sequence: { type: "string", description: `Place among the events of one ${aggregate}, ten digits.` },
    partitionkey: { type: "string" },
    aggregate: { const: aggregate },
    dataversion: { type: "integer", description: `Today ${version}.` },
    actorid: { type: "string" },
    requestid: { type: "string" },
    traceparent: { type: "string" },
    data,
  },
});

const webhookBody = ({ name }: EventDeclaration, data: JsonSchema): JsonSchema => ({
  type: "object",
  required: ["type", "timestamp", "data"],
  properties: { type: { const: name }, timestamp: { type: "string", format: "date-time" }, data },
});

/** Standard Webhooks. */
const signatureHeaders: JsonSchema = z.toJSONSchema(
  z.object({ "webhook-id": z.string(), "webhook-timestamp": z.string(), "webhook-signature": z.string() }),
  { io: "input" },
);
