import { execFile } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import { throughFrames } from "./kafka-frames.ts";
import { type SystemServer, startSystemServer } from "./system-server.ts";

export type KafkaCluster = SystemServer & {
  /** Stays the same over restarts, after which the cluster holds nothing: it keeps its data in memory. */
  readonly port: number;
  /** Says which port clients are told to come back to; default `port`. */
  readonly advertise: (port: number) => void;
  /** Everything the topic of events holds, read by another client than the one that wrote it; each partition in its order. */
  readonly records: () => Promise<readonly KafkaRecord[]>;
};

export type KafkaRecord = {
  readonly key: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A CloudEvent. */
  readonly event: Readonly<Record<string, unknown>> & { readonly id: string };
};

const topic = "ashlar.events";

/**
 * Starts the cluster of one broker that kcat's library has inside, which makes topics of four partitions when they are
 * asked for.
 *
 * It listens on another port after each start, and tells it to its clients; a proxy in front has one that stays and
 * puts it into the broker's answers.
 */
export async function startKafkaCluster(): Promise<KafkaCluster> {
  const port = await freePort();
  let advertised = port;
  let heard = "";
  /** 0 until it has told. */
  const brokerPort = (): number => Number(/bootstrap\.servers=127\.0\.0\.1:(\d+)\D/.exec(heard)?.[1] ?? 0);
  const server = await startSystemServer({
    program: "kcat",
    args: ["-P", "-t", "unused", "-b", "ignored:1", "-X", "test.mock.num.brokers=1", "-d", "mock"],
    onMessage: (text) => {
      // It continues to tell of every request.
      if (heard.length < 10_000) heard += text;
    },
    answers: () => brokerPort() > 0,
  });
  const proxy = createServer((client) => {
    client.on("error", () => undefined);
    const from = brokerPort();
    const upstream = connect(from, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream);
    throughFrames(upstream, client, { from, to: () => advertised });
  });
  await once(proxy.listen(port, "127.0.0.1"), "listening");
  return {
    ...server,
    port,
    advertise: (other) => {
      advertised = other;
    },
    start: () => {
      heard = "";
      return server.start();
    },
    records: () => recordsAt(port),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      proxy.close();
    },
  };
}

async function recordsAt(port: number): Promise<readonly KafkaRecord[]> {
  const read = ["-C", "-q", "-J", "-e", "-o", "beginning", "-t", topic, "-b", `127.0.0.1:${port}`];
  const { stdout } = await promisify(execFile)("kcat", read, { maxBuffer: 256 * 1_024 * 1_024 });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(({ key, partition, headers, payload }) => ({
      key,
      partition,
      headers: pairs(headers),
      event: JSON.parse(payload),
    }));
}

/** kcat writes headers as a list in which names and values take turns. */
function pairs(headers: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (let at = 0; at + 1 < headers.length; at += 2) named[headers[at] ?? ""] = headers[at + 1] ?? "";
  return named;
}
